import { describe, expect, it } from 'vitest'
import {
  aLock,
  anAppointment,
  anEmployee,
  aService,
  at,
  facts,
  type Situation,
} from '../examples/calendar.ts'
import { decide, verdict } from '../examples/verdict.ts'
import { decideSlot } from './decideSlot.ts'

describe('what others have taken', () => {
  const ten = '2026-11-23T10:00:00Z'

  it('excludes what overlaps and not what touches', () => {
    const appointments = [anAppointment(at(ten))]
    const services = [aService({ durationMinutes: 60 }), aService({ id: 2 })]
    expect(verdict({ appointments }, ten)).toBe('slot_taken')
    expect(verdict({ appointments }, '2026-11-23T09:30:00Z')).toBe('free')
    expect(verdict({ appointments }, '2026-11-23T10:30:00Z')).toBe('free')
    expect(verdict({ appointments, services }, '2026-11-23T09:30:00Z')).toBe('slot_taken')
  })

  it('counts the buffers of both', () => {
    const buffered = aService({ bufferBeforeMinutes: 15, bufferAfterMinutes: 15 })
    const appointments = [anAppointment(at(ten), buffered)]
    expect(verdict({ appointments }, '2026-11-23T10:30:00Z')).toBe('slot_taken')
    expect(verdict({ appointments }, '2026-11-23T11:00:00Z')).toBe('free')
    expect(verdict({ appointments, services: [buffered] }, '2026-11-23T11:00:00Z')).toBe('free')
    const wide = aService({ bufferBeforeMinutes: 20, bufferAfterMinutes: 20 })
    expect(verdict({ appointments, services: [wide] }, '2026-11-23T11:00:00Z')).toBe('slot_taken')
    expect(verdict({ appointments, services: [wide] }, '2026-11-23T09:00:00Z')).toBe('slot_taken')
  })

  it('is each employee’s own', () => {
    const appointments = [anAppointment(at(ten), aService(), { employeeId: 2 })]
    expect(verdict({ appointments }, ten)).toBe('free')
  })

  it('does not count the appointment that is being moved', () => {
    const appointments = [anAppointment(at(ten), aService(), { appointmentId: 7 })]
    expect(verdict({ appointments }, ten, { exceptAppointmentId: 7 })).toBe('free')
    expect(verdict({ appointments }, ten, { exceptAppointmentId: 8 })).toBe('slot_taken')
  })

  it('is locked for others and not for its owner', () => {
    const locks = [aLock(at(ten), aService(), { owner: 'me' })]
    expect(decide({ locks }, ten)).toEqual({
      ok: false,
      refusal: { kind: 'slot_locked', freeAt: at('2026-11-23T08:10:00Z') },
    })
    expect(verdict({ locks }, ten, { lockOwner: 'somebody else' })).toBe('slot_locked')
    expect(verdict({ locks }, ten, { lockOwner: 'me' })).toBe('free')
  })

  it('is taken rather than locked where it is both', () => {
    const appointments = [anAppointment(at(ten))]
    const locks = [aLock(at(ten))]
    expect(verdict({ appointments, locks }, ten)).toBe('slot_taken')
  })

  it('a lock without a service excludes what overlaps it', () => {
    const services = [aService({ capacity: 5 })]
    const locks = [aLock(at(ten), aService(), { serviceId: undefined })]
    expect(verdict({ services, locks }, ten)).toBe('slot_locked')
    expect(verdict({ services, locks }, '2026-11-23T10:30:00Z')).toBe('free')
  })
})

describe('a group', () => {
  const ten = at('2026-11-23T10:00:00Z')
  const course = aService({ capacity: 3 })
  const services = [
    course,
    aService({ id: 2, capacity: 3 }),
    aService({ id: 3, durationMinutes: 60, capacity: 3 }),
  ]
  const employees = [anEmployee({ serviceIds: [1, 2, 3] })]
  const persons = (count: number) =>
    Array.from({ length: count }, (_, i) => anAppointment(ten, course, { appointmentId: i }))
  const remaining = (situation: Situation) => {
    const decision = decide({ services, employees, ...situation }, '2026-11-23T10:00:00Z')
    return decision.ok ? decision.slot.remaining : decision.refusal.kind
  }

  it('takes persons up to its capacity', () => {
    expect(remaining({ appointments: persons(1) })).toBe(2)
    expect(remaining({ appointments: persons(2) })).toBe(1)
    expect(remaining({ appointments: persons(3) })).toBe('slot_taken')
  })

  it('excludes another service and another start', () => {
    const situation = { services, employees, appointments: persons(1) }
    const ask = (serviceId: number, start: string) =>
      decideSlot(facts(situation), { serviceId, employeeId: 1, start: at(start) }).ok
    expect(ask(2, '2026-11-23T10:00:00Z')).toBe(false)
    expect(ask(3, '2026-11-23T09:30:00Z')).toBe(false)
    expect(ask(2, '2026-11-23T10:30:00Z')).toBe(true)
  })

  it('has a seat for whoever holds one, whoever else seems to hold the others', () => {
    const locks = ['me', 'somebody', 'somebody else'].map((owner) => aLock(ten, course, { owner }))
    const situation = { services, employees, appointments: persons(1), locks }
    expect(verdict(situation, '2026-11-23T10:00:00Z', { lockOwner: 'me' })).toBe('free')
    expect(verdict(situation, '2026-11-23T10:00:00Z', { lockOwner: 'nobody' })).toBe('slot_locked')
    expect(
      verdict({ ...situation, appointments: persons(3) }, '2026-11-23T10:00:00Z', { lockOwner: 'me' }),
    ).toBe('slot_taken')
  })

  it('keeps a seat for each lock, and is free again when the first of them expires that has to', () => {
    const expiring = (minute: string) =>
      aLock(ten, course, { owner: minute, expiresAt: at(`2026-11-23T08:${minute}:00Z`) })
    expect(remaining({ appointments: persons(1), locks: [expiring('07')] })).toBe(1)
    const locks = [expiring('09'), expiring('07'), expiring('08')]
    expect(decide({ services, employees, appointments: persons(1), locks }, '2026-11-23T10:00:00Z')).toEqual({
      ok: false,
      refusal: { kind: 'slot_locked', freeAt: at('2026-11-23T08:08:00Z') },
    })
    expect(decide({ services, employees, locks }, '2026-11-23T10:00:00Z')).toEqual({
      ok: false,
      refusal: { kind: 'slot_locked', freeAt: at('2026-11-23T08:07:00Z') },
    })
  })

  it('waits for the last of the locks that collide', () => {
    const other = aService({ id: 2 })
    const locks = [
      aLock(ten, other, { owner: 'a', expiresAt: at('2026-11-23T08:04:00Z') }),
      aLock(ten, other, { owner: 'b', expiresAt: at('2026-11-23T08:06:00Z') }),
    ]
    expect(decide({ services, employees, locks }, '2026-11-23T10:00:00Z')).toEqual({
      ok: false,
      refusal: { kind: 'slot_locked', freeAt: at('2026-11-23T08:06:00Z') },
    })
  })

  it('that already has more persons than its capacity is taken', () => {
    expect(
      remaining({
        services: [aService({ capacity: 2 })],
        employees: [anEmployee()],
        appointments: persons(3),
      }),
    ).toBe('slot_taken')
  })
})
