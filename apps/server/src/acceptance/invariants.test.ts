import { MONDAY, someSettings } from '@appointease/testkit/builders.ts'
import { type DatabaseFile, openDatabaseFile } from '@appointease/testkit/databaseFile.ts'
import { type FixedClock, fixedClock } from '@appointease/testkit/fixedClock.ts'
import { replayableSeed } from '@appointease/testkit/replayableSeed.ts'
import { aRestlessCustomer, type Restlessness } from '@appointease/testkit/restlessCustomer.ts'
import { seededNumbers } from '@appointease/testkit/seededRandomness.ts'
import { startTestServer, type TestServer } from '@appointease/testkit/testServer.ts'
import { findViolations } from '@appointease/testkit/violations.ts'
import { outcomeOf, type Place } from '@appointease/testkit/visitor.ts'
import { expect, test } from 'vitest'

const HISTORIES = 4
const CUSTOMERS = 8
const DEEDS = 60
const PROBES = 40
/** Services: half an hour; an hour with buffers; half an hour for three persons. */
const SERVICES = [1, 2, 3]
const NEEDED = [
  'book held: 201',
  'steal: 409 SLOT_LOCKED',
  'move: 200',
  'cancel: 200',
  'tamper: 403 LOCK_NOT_OWNED',
]
const DAYS = ['2026-11-24', '2026-11-25']

let clock: FixedClock
let server: TestServer
let file: DatabaseFile

async function open(): Promise<void> {
  clock = fixedClock(MONDAY)
  server = await startTestServer({ clock, rateLimitScale: 100_000 })
  const { catalog } = server.storage
  await catalog.saveSettings(someSettings())
  const { services, employees } = await catalog.getCatalog()
  const [half, hour] = services
  if (!half || !hour) throw new Error('The sample business is not there.')
  await catalog.saveService({ ...hour, bufferBeforeMinutes: 10, bufferAfterMinutes: 20 })
  const { id: _, ...course } = half
  await catalog.saveService({ ...course, name: 'Course', capacity: 3 })
  for (const employee of employees) await catalog.saveEmployee({ ...employee, serviceIds: SERVICES })
  file = openDatabaseFile(server.databasePath)
}

async function close(): Promise<void> {
  file.close()
  await server.stop()
}

const clockTime = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** Few hours of two days, so that much collides. */
const places: readonly Place[] = DAYS.flatMap((date) =>
  [1, 2].flatMap((employee_id) =>
    SERVICES.flatMap((service_id) =>
      [600, 630, 660, 690, 720, 750].map((minute) => ({
        date,
        time: clockTime(minute),
        employee_id,
        service_id,
      })),
    ),
  ),
)

async function makeHistory(seed: number) {
  const board: Restlessness['board'] = new Map()
  const restless = (place: number) =>
    aRestlessCustomer({
      server,
      clock,
      places,
      board,
      name: `customer${place}`,
      next: seededNumbers(seed + place),
    })
  const customers = await Promise.all(Array.from({ length: CUSTOMERS }, (_, place) => restless(place)))
  const time = seededNumbers(seed - 1)
  const tally = new Map<string, number>()
  await Promise.all(
    customers.map(async (customer) => {
      for (let deed = 0; deed < DEEDS; deed++) {
        const outcome = await customer.act()
        tally.set(outcome, (tally.get(outcome) ?? 0) + 1)
        if (time() < 0.05) clock.advance(Math.floor(time() * 400))
      }
    }),
  )
  return { customers, tally }
}

const stateIn = (id: number) =>
  file.rows('SELECT id, slot_start, employee_id, status, version FROM wp_appointments WHERE id = ?', id)[0]

/** A start somewhere on three days, now and then off the grid, out of hours, past or far away. */
function somewhere(next: () => number): Place {
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(next() * values.length)] as Value
  const date =
    next() < 0.8 ? pick(DAYS) : pick(['2026-11-20', '2026-11-23', '2026-11-28', '2026-12-23', '2026-12-24'])
  const minute = next() < 0.8 ? pick([570, 600, 630, 660, 690, 720, 750, 780]) : 5 * Math.floor(next() * 288)
  return { date, time: clockTime(minute), employee_id: pick([1, 2]), service_id: pick(SERVICES) }
}

async function isListed({ date, time, employee_id, service_id }: Place): Promise<boolean> {
  const query = `service_id=${service_id}&employee_id=${employee_id}&from=${date}&to=${date}`
  const { body } = await server.send('GET', `/availability?${query}`)
  return body.days.some((day: { slots: { time: string }[] }) => day.slots.some((slot) => slot.time === time))
}

interface Tale {
  readonly deeds: ReadonlyMap<string, number>
  readonly listed: number
}

async function liveThrough(seed: number, where: string): Promise<Tale> {
  await open()
  try {
    const { customers, tally } = await makeHistory(seed)
    expect(
      customers.flatMap(({ surprises }) => surprises),
      where,
    ).toEqual([])
    expect(findViolations(file, clock.now()), where).toEqual([])
    const told = customers.flatMap((customer) => [...customer.told.values()])
    for (const { id, start_utc, ...state } of told)
      expect(stateIn(id), where).toEqual({ id, slot_start: Date.parse(start_utc), ...state })
    expect(file.number('SELECT COUNT(*) FROM wp_appointments'), where).toBe(told.length)
    const listed = await probe(seededNumbers(seed + CUSTOMERS), where)
    expect(findViolations(file, clock.now()), where).toEqual([])
    return { deeds: tally, listed }
  } finally {
    await close()
  }
}

test('whatever many customers do at once, every promise is kept, and what is listed is what can be booked', {
  timeout: 300_000,
}, async () => {
  const seed = replayableSeed('invariants')
  const began = performance.now()
  const outcomes = new Map<string, number>()
  let listed = 0
  for (let history = 0; history < HISTORIES; history++) {
    const tale = await liveThrough(seed + 100 * history, `history ${history} of seed ${seed}`)
    for (const [outcome, times] of tale.deeds) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + times)
    listed += tale.listed
  }
  const seconds = (performance.now() - began) / 1000
  process.stdout.write(
    `invariants: ${HISTORIES * CUSTOMERS * DEEDS} deeds in ${HISTORIES} histories, ` +
      `${listed} of ${HISTORIES * PROBES} probes free, ${seconds.toFixed(0)} s\n${[...outcomes].sort().join('; ')}\n`,
  )
  // A history in which hardly anything happens would prove nothing.
  for (const outcome of NEEDED) expect(outcomes.get(outcome) ?? 0, outcome).toBeGreaterThan(5)
  expect(listed).toBeGreaterThan(20)
  expect(HISTORIES * PROBES - listed).toBeGreaterThan(20)
})

/** Asks for the list and books, start by start; returns how many were listed. */
async function probe(next: () => number, where: string): Promise<number> {
  clock.advance(600)
  const email = `prober${clock.now()}@example.com`
  const bearer = { authorization: `Bearer ${await server.signIn(email)}` }
  let listed = 0
  for (let sample = 0; sample < PROBES; sample++) {
    const place = somewhere(next)
    const holder = { ...somewhere(next), client_id: `holder-${sample % 5}` }
    await server.send('POST', '/slots/select', holder)
    const isFree = await isListed(place)
    const checked = await server.send('POST', '/check-slot', place)
    const booked = await server.send('POST', '/appointments', { ...place, name: 'Prober', email }, bearer)
    const what = `${where}: ${JSON.stringify(place)} was answered ${outcomeOf(booked)}`
    expect(isFree, what).toBe(booked.status === 201)
    expect(checked.body.available, what).toBe(booked.status === 201)
    expect(checked.body.reason, what).toBe(booked.body.code)
    if (isFree) listed++
  }
  return listed
}
