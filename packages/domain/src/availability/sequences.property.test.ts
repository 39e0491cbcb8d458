import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anEmployee, aService, at, date, everyDay, facts, zone } from '../examples/calendar.ts'
import type { Service } from '../schedule/types.ts'
import { minutes, plus } from '../time/instant.ts'
import type { Instant } from '../time/types.ts'
import { decideSlot } from './decideSlot.ts'
import { listSlots } from './listSlots.ts'
import type { Occupation, Slot } from './types.ts'

const MIDNIGHT = at('2026-11-23T00:00:00Z')

const service = (id: number): fc.Arbitrary<Service> =>
  fc
    .record({
      durationMinutes: fc.constantFrom(15, 30, 60, 75),
      bufferBeforeMinutes: fc.constantFrom(0, 5, 15, 40),
      bufferAfterMinutes: fc.constantFrom(0, 5, 15, 40),
      capacity: fc.constantFrom(1, 2, 3),
    })
    .map((random) => aService({ id, slotStepMinutes: 15, ...random }))

type Step =
  | {
      readonly kind: 'book'
      readonly serviceId: number
      readonly employeeId: number
      readonly start: Instant
    }
  | { readonly kind: 'move'; readonly which: number; readonly start: Instant }
  | { readonly kind: 'cancel'; readonly which: number }
  | { readonly kind: 'change'; readonly service: Service }

const start = fc.nat(40).map((quarter) => plus(MIDNIGHT, minutes(480 + quarter * 15)))
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('book' as const),
      serviceId: fc.constantFrom(1, 2),
      employeeId: fc.constantFrom(1, 2),
      start,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('move' as const), which: fc.nat(20), start }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat(20) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('change' as const), service: fc.oneof(service(1), service(2)) }),
  },
)

/** All times here are multiples of five minutes. */
const fivesOf = ({ occupied }: Occupation) =>
  Array.from(
    { length: (occupied.end - occupied.start) / minutes(5) },
    (_, i) => occupied.start + i * minutes(5),
  )

/** Moment by moment and employee by employee: several stand in one only as persons of one group slot. */
function expectNobodyTwice({ appointments, most }: Book): void {
  const standing = new Map<string, Occupation[]>()
  for (const appointment of appointments) {
    for (const moment of fivesOf(appointment)) {
      const key = `${appointment.employeeId} ${moment}`
      const together = standing.get(key)
      if (together) together.push(appointment)
      else standing.set(key, [appointment])
    }
  }
  for (const together of standing.values()) {
    const groups = new Set(together.map(({ serviceId, slot }) => `${serviceId} ${slot.start}`))
    if (groups.size > 1 || together.length > most) throw new Error(`Twice: ${JSON.stringify(together)}`)
  }
}

interface Book {
  readonly services: ReadonlyMap<number, Service>
  readonly appointments: readonly Occupation[]
  /** The largest capacity that any service has had. */
  readonly most: number
}

function emptyBook(...services: readonly Service[]): Book {
  return {
    services: new Map(services.map((each) => [each.id, each])),
    appointments: [],
    most: Math.max(...services.map(({ capacity }) => capacity)),
  }
}

function situationOf({ services, appointments }: Book) {
  const employee = { weeklyHours: everyDay('08:00-18:00'), serviceIds: [1, 2] }
  return facts({
    services: [...services.values()],
    employees: [anEmployee({ ...employee, id: 1 }), anEmployee({ ...employee, id: 2 })],
    appointments,
    now: MIDNIGHT,
    rules: { timeZone: zone('UTC') },
  })
}

function take(book: Book, todo: Step, appointmentId: number): Book {
  switch (todo.kind) {
    case 'change':
      return {
        ...book,
        services: new Map(book.services).set(todo.service.id, todo.service),
        most: Math.max(book.most, todo.service.capacity),
      }
    case 'book': {
      const decision = decideSlot(situationOf(book), todo)
      if (!decision.ok) return book
      return { ...book, appointments: [...book.appointments, { appointmentId, ...decision.slot }] }
    }
    case 'cancel':
      return { ...book, appointments: book.appointments.filter((_, i) => i !== todo.which) }
    case 'move':
      return move(book, book.appointments[todo.which], todo.start)
  }
}

function move(book: Book, chosen: Occupation | undefined, to: Instant): Book {
  if (!chosen) return book
  const { appointmentId, serviceId, employeeId } = chosen
  const question = { serviceId, employeeId, start: to, exceptAppointmentId: appointmentId }
  const decision = decideSlot(situationOf(book), question)
  if (!decision.ok) return book
  const moved = { appointmentId, ...decision.slot }
  return { ...book, appointments: book.appointments.map((each) => (each === chosen ? moved : each)) }
}

function expectSeats(book: Book, slot: Slot): void {
  const question = {
    kind: 'book' as const,
    serviceId: 1,
    employeeId: slot.employeeId,
    start: slot.slot.start,
  }
  let full = book
  for (let person = 0; person < slot.remaining; person++) full = take(full, question, 1000 + person)
  expect(full.appointments).toHaveLength(book.appointments.length + slot.remaining)
  expect(decideSlot(situationOf(full), question)).toEqual({ ok: false, refusal: { kind: 'slot_taken' } })
}

describe('any sequence of bookings, moves, cancellations and changed services', () => {
  it('never puts two into one moment beyond the capacity of one group slot', () => {
    const steps = fc.array(step, { minLength: 10, maxLength: 60 })
    fc.assert(
      fc.property(service(1), service(2), steps, (one, two, todo) => {
        let book = emptyBook(one, two)
        for (const [id, each] of todo.entries()) {
          book = take(book, each, id)
          expectNobodyTwice(book)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('lets every listed slot be booked as often as it says and then no more', () => {
    fc.assert(
      fc.property(service(1), service(2), fc.array(step, { maxLength: 25 }), (one, two, todo) => {
        const book = todo.reduce((before, each, id) => take(before, each, id), emptyBook(one, two))
        const day = date('2026-11-23')
        const query = { serviceId: 1, employeeIds: [1, 2], from: day, to: day }
        for (const slot of listSlots(situationOf(book), query)) expectSeats(book, slot)
      }),
      { numRuns: 40 },
    )
  })
})
