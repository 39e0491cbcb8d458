import { describe, expect, it } from 'vitest'
import {
  aLock,
  anAppointment,
  anEmployee,
  aService,
  at,
  date,
  everyDay,
  facts,
  hours,
  type Situation,
  time,
  zone,
} from '../examples/calendar.ts'
import { decideSlot } from './decideSlot.ts'
import type { Asker, SlotDecision } from './types.ts'

function decide(situation: Situation, start: string, asker: Asker = {}): SlotDecision {
  return decideSlot(facts(situation), { serviceId: 1, employeeId: 1, start: at(start), ...asker })
}

/** `free`, or the kind of the refusal. */
function verdict(situation: Situation, start: string, asker: Asker = {}): string {
  const decision = decide(situation, start, asker)
  return decision.ok ? 'free' : decision.refusal.kind
}

const monday = { startDate: date('2026-11-23'), endDate: date('2026-11-23') }

describe('a free slot', () => {
  it('says what it takes and how many still fit', () => {
    const services = [aService({ bufferBeforeMinutes: 10, bufferAfterMinutes: 5, capacity: 3 })]
    expect(decide({ services }, '2026-11-23T10:00:00Z')).toEqual({
      ok: true,
      slot: {
        serviceId: 1,
        employeeId: 1,
        slot: { start: at('2026-11-23T10:00:00Z'), end: at('2026-11-23T10:30:00Z') },
        occupied: { start: at('2026-11-23T09:50:00Z'), end: at('2026-11-23T10:35:00Z') },
        remaining: 3,
      },
    })
  })

  it('may start with the hours and end with them', () => {
    expect(verdict({}, '2026-11-23T09:00:00Z')).toBe('free')
    expect(verdict({}, '2026-11-23T16:30:00Z')).toBe('free')
    expect(verdict({}, '2026-11-23T17:00:00Z')).toBe('outside_hours')
    expect(verdict({}, '2026-11-23T08:30:00Z')).toBe('outside_hours')
  })

  it('fits into one unbroken interval, not over a break', () => {
    const employees = [anEmployee({ weeklyHours: everyDay('09:00-12:00', '12:30-17:00') })]
    const services = [aService({ durationMinutes: 60 })]
    expect(verdict({ employees, services }, '2026-11-23T11:00:00Z')).toBe('free')
    expect(verdict({ employees, services }, '2026-11-23T11:30:00Z')).toBe('outside_hours')
    expect(verdict({ employees, services }, '2026-11-23T12:30:00Z')).toBe('free')
  })

  it('may cross midnight where the hours do, and where they only touch there', () => {
    const services = [aService({ durationMinutes: 60 })]
    const overnight = [anEmployee({ weeklyHours: { mon: hours('20:00-02:00') } })]
    const touching = [anEmployee({ weeklyHours: { mon: hours('20:00-00:00'), tue: hours('00:00-02:00') } })]
    for (const employees of [overnight, touching]) {
      expect(verdict({ employees, services }, '2026-11-23T23:30:00Z')).toBe('free')
      expect(verdict({ employees, services }, '2026-11-24T01:00:00Z')).toBe('free')
      expect(verdict({ employees, services }, '2026-11-24T01:30:00Z')).toBe('outside_hours')
    }
  })

  it('may last for days where the hours do', () => {
    const services = [aService({ durationMinutes: 3 * 1440 })]
    const roundTheClock = [anEmployee({ weeklyHours: everyDay('00:00-00:00') })]
    const closedSundays = [anEmployee({ weeklyHours: { ...everyDay('00:00-00:00'), sun: [] } })]
    expect(verdict({ services, employees: roundTheClock }, '2026-11-27T12:00:00Z')).toBe('free')
    expect(verdict({ services, employees: closedSundays }, '2026-11-27T12:00:00Z')).toBe('outside_hours')
    expect(verdict({ services, employees: closedSundays }, '2026-11-26T00:00:00Z')).toBe('free')
  })

  it('may have buffers beyond the hours, time off and blackout dates', () => {
    const services = [aService({ bufferBeforeMinutes: 60, bufferAfterMinutes: 60 })]
    const employees = [
      anEmployee({ timeOff: [{ ...monday, startTime: time('12:00'), endTime: time('13:00') }] }),
    ]
    expect(verdict({ services, employees }, '2026-11-23T09:00:00Z')).toBe('free')
    expect(verdict({ services, employees }, '2026-11-23T11:30:00Z')).toBe('free')
    expect(verdict({ services, employees }, '2026-11-23T13:00:00Z')).toBe('free')
    expect(verdict({ services, employees }, '2026-11-23T16:30:00Z')).toBe('free')
  })
})

describe('the grid', () => {
  it('is anchored to midnight and not to the opening time', () => {
    const employees = [anEmployee({ weeklyHours: everyDay('09:10-17:00') })]
    expect(verdict({ employees }, '2026-11-23T09:10:00Z')).toBe('not_on_grid')
    expect(verdict({ employees }, '2026-11-23T09:30:00Z')).toBe('free')
  })

  it('is the service’s own where it has one', () => {
    const services = [aService({ slotStepMinutes: 20 })]
    expect(verdict({ services }, '2026-11-23T09:20:00Z')).toBe('free')
    expect(decide({ services }, '2026-11-23T09:30:00Z')).toEqual({
      ok: false,
      refusal: { kind: 'not_on_grid', slotStepMinutes: 20 },
    })
  })

  it('starts again each midnight where the step does not divide the day', () => {
    const rules = { slotStepMinutes: 50 }
    const employees = [anEmployee({ weeklyHours: everyDay('00:00-00:00') })]
    expect(verdict({ rules, employees }, '2026-11-23T23:20:00Z')).toBe('free')
    expect(verdict({ rules, employees }, '2026-11-24T00:00:00Z')).toBe('free')
    expect(verdict({ rules, employees }, '2026-11-24T00:10:00Z')).toBe('not_on_grid')
  })

  it('knows neither seconds nor fractions', () => {
    expect(verdict({}, '2026-11-23T10:00:01Z')).toBe('not_on_grid')
    expect(verdict({}, '2026-11-23T10:00:00.001Z')).toBe('not_on_grid')
  })

  it('lies on the wall of a zone that is not on the whole hour', () => {
    const rules = { timeZone: zone('Asia/Kathmandu') }
    expect(verdict({ rules }, '2026-11-24T04:15:00Z')).toBe('free')
    expect(verdict({ rules }, '2026-11-24T04:00:00Z')).toBe('not_on_grid')
  })
})

describe('when clocks change', () => {
  const rules = { timeZone: zone('America/New_York') }
  const employees = [anEmployee({ weeklyHours: everyDay('00:00-06:00') })]

  it('a repeated hour can be booked twice, and the two are different slots', () => {
    const now = at('2026-10-31T12:00:00Z')
    const appointments = [anAppointment(at('2026-11-01T01:30:00-04:00'))]
    expect(verdict({ rules, employees, now, appointments }, '2026-11-01T01:30:00-04:00')).toBe('slot_taken')
    expect(verdict({ rules, employees, now, appointments }, '2026-11-01T01:30:00-05:00')).toBe('free')
  })

  it('an hour over the jump takes an hour', () => {
    const now = at('2026-03-07T12:00:00Z')
    const services = [aService({ durationMinutes: 60 })]
    const decision = decide({ rules, employees, services, now }, '2026-03-08T01:30:00-05:00')
    expect(decision.ok && decision.slot.slot.end).toBe(at('2026-03-08T03:30:00-04:00'))
  })

  it('midnight that does not exist is no start, and 01:00 is, Santiago 2026-09-06', () => {
    const situation = {
      rules: { timeZone: zone('America/Santiago') },
      employees,
      now: at('2026-09-05T12:00:00Z'),
    }
    expect(verdict(situation, '2026-09-06T01:00:00-03:00')).toBe('free')
    expect(verdict(situation, '2026-09-05T23:30:00-04:00')).toBe('outside_hours')
  })
})

describe('minimum notice', () => {
  const rules = { minimumNoticeMinutes: 60 }

  it('is inclusive', () => {
    expect(verdict({ rules, now: at('2026-11-23T09:00:00Z') }, '2026-11-23T10:00:00Z')).toBe('free')
    expect(decide({ rules, now: at('2026-11-23T09:00:00.001Z') }, '2026-11-23T10:00:00Z')).toEqual({
      ok: false,
      refusal: { kind: 'outside_notice', minimumNoticeMinutes: 60 },
    })
  })

  it('counts absolute time over a clock change', () => {
    const situation = {
      rules: { timeZone: zone('America/New_York'), minimumNoticeMinutes: 120 },
      employees: [anEmployee({ weeklyHours: everyDay('00:00-06:00') })],
    }
    const start = '2026-03-08T03:30:00-04:00'
    expect(verdict({ ...situation, now: at('2026-03-08T00:30:00-05:00') }, start)).toBe('free')
    expect(verdict({ ...situation, now: at('2026-03-08T01:00:00-05:00') }, start)).toBe('outside_notice')
  })

  it('does not bind staff', () => {
    const asker = { exemptFromPolicies: true }
    expect(verdict({ rules, now: at('2026-11-23T09:59:00Z') }, '2026-11-23T10:00:00Z', asker)).toBe('free')
  })

  it('was kept by whoever holds the slot, so waiting for a code does not lose it', () => {
    const locks = [aLock(at('2026-11-23T10:00:00Z'), aService(), { owner: 'me' })]
    const situation = { rules, locks, now: at('2026-11-23T09:09:00Z') }
    expect(verdict(situation, '2026-11-23T10:00:00Z', { lockOwner: 'me' })).toBe('free')
    expect(verdict(situation, '2026-11-23T09:30:00Z', { lockOwner: 'me' })).toBe('outside_notice')
    expect(verdict(situation, '2026-11-23T10:00:00Z')).toBe('outside_notice')
  })
})

describe('the past', () => {
  it('begins before now: a start at this very moment can be booked', () => {
    expect(verdict({ now: at('2026-11-23T10:00:00Z') }, '2026-11-23T10:00:00Z')).toBe('free')
    expect(verdict({ now: at('2026-11-23T10:00:00.001Z') }, '2026-11-23T10:00:00Z')).toBe('past_date')
  })

  it('is over for staff and for holders of locks too', () => {
    const locks = [aLock(at('2026-11-23T10:00:00Z'), aService(), { owner: 'me' })]
    const asker = { exemptFromPolicies: true, lockOwner: 'me' }
    expect(verdict({ locks, now: at('2026-11-23T10:01:00Z') }, '2026-11-23T10:00:00Z', asker)).toBe(
      'past_date',
    )
  })
})

describe('the booking window', () => {
  it('ends with the last of its dates', () => {
    expect(verdict({}, '2026-12-23T16:30:00Z')).toBe('free')
    expect(decide({}, '2026-12-24T09:00:00Z')).toEqual({
      ok: false,
      refusal: { kind: 'outside_window', lastDate: '2026-12-23' },
    })
  })

  it('counts dates on the business’s wall, not in UTC', () => {
    const situation = {
      rules: { timeZone: zone('Pacific/Kiritimati'), bookingWindowDays: 1 },
      employees: [anEmployee({ weeklyHours: everyDay('00:00-00:00') })],
      now: at('2026-11-23T10:30:00Z'),
    }
    expect(verdict(situation, '2026-11-25T09:30:00Z')).toBe('free')
    expect(verdict(situation, '2026-11-25T10:00:00Z')).toBe('outside_window')
  })

  it('of no days is today', () => {
    expect(verdict({ rules: { bookingWindowDays: 0 } }, '2026-11-23T16:30:00Z')).toBe('free')
    expect(verdict({ rules: { bookingWindowDays: 0 } }, '2026-11-24T09:00:00Z')).toBe('outside_window')
  })

  it('does not bind staff', () => {
    expect(verdict({}, '2027-11-24T09:00:00Z', { exemptFromPolicies: true })).toBe('free')
  })
})

describe('absences', () => {
  const blackout = { blackoutDates: [monday] }

  it('a blackout date removes everybody and says so', () => {
    expect(verdict({ rules: blackout }, '2026-11-23T10:00:00Z')).toBe('blackout_date')
    expect(verdict({ rules: blackout }, '2026-11-23T20:00:00Z')).toBe('blackout_date')
    expect(verdict({ rules: blackout }, '2026-11-24T10:00:00Z')).toBe('free')
  })

  it('comes before time off', () => {
    const employees = [
      anEmployee({ timeOff: [{ startDate: date('2026-11-20'), endDate: date('2026-11-27') }] }),
    ]
    expect(verdict({ employees }, '2026-11-23T10:00:00Z')).toBe('staff_time_off')
    expect(verdict({ employees, rules: blackout }, '2026-11-23T10:00:00Z')).toBe('blackout_date')
  })

  it('a slot may end exactly when a blackout begins, and begin exactly when time off ends', () => {
    const employees = [
      anEmployee({
        weeklyHours: everyDay('00:00-00:00'),
        timeOff: [
          {
            startDate: date('2026-11-24'),
            startTime: time('10:00'),
            endDate: date('2026-11-24'),
            endTime: time('11:00'),
          },
        ],
      }),
    ]
    const rules = { blackoutDates: [{ startDate: date('2026-11-25'), endDate: date('2026-11-25') }] }
    expect(verdict({ employees, rules }, '2026-11-24T23:30:00Z')).toBe('free')
    expect(verdict({ employees, rules }, '2026-11-24T11:00:00Z')).toBe('free')
    expect(verdict({ employees, rules }, '2026-11-24T09:30:00Z')).toBe('free')
    expect(verdict({ employees, rules }, '2026-11-24T10:30:00Z')).toBe('staff_time_off')
  })

  it('a night shift stops where a blackout date begins', () => {
    const employees = [anEmployee({ weeklyHours: everyDay('20:00-02:00') })]
    const rules = { blackoutDates: [{ startDate: date('2026-11-24'), endDate: date('2026-11-24') }] }
    const services = [aService({ durationMinutes: 60 })]
    expect(verdict({ employees, rules, services }, '2026-11-23T23:30:00Z')).toBe('blackout_date')
    expect(verdict({ employees, rules, services }, '2026-11-23T23:00:00Z')).toBe('free')
  })

  it('is not the reason where a slot would leave the hours first', () => {
    const employees = [anEmployee({ weeklyHours: { mon: hours('20:00-00:00') } })]
    const rules = { blackoutDates: [{ startDate: date('2026-11-24'), endDate: date('2026-11-24') }] }
    const services = [aService({ durationMinutes: 60 })]
    expect(verdict({ employees, rules, services }, '2026-11-23T23:30:00Z')).toBe('outside_hours')
  })
})

describe('a day without hours', () => {
  it('is no working day; a night shift’s early end makes it one', () => {
    const day = [anEmployee({ weeklyHours: { mon: hours('09:00-17:00') } })]
    const night = [anEmployee({ weeklyHours: { mon: hours('22:00-02:00') } })]
    expect(verdict({ employees: day }, '2026-11-24T10:00:00Z')).toBe('non_working_day')
    expect(verdict({ employees: night }, '2026-11-24T10:00:00Z')).toBe('outside_hours')
  })
})

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

describe('who offers what', () => {
  it('an unknown service, an unknown employee and a service that the employee does not offer are not offered', () => {
    const ask = (serviceId: number, employeeId: number, start = '2026-11-23T10:00:00Z') => {
      const situation = facts({ services: [aService(), aService({ id: 2 })] })
      const decision = decideSlot(situation, { serviceId, employeeId, start: at(start) })
      return decision.ok ? 'free' : decision.refusal.kind
    }
    expect(ask(1, 1)).toBe('free')
    expect(ask(2, 1)).toBe('service_not_offered')
    expect(ask(99, 1)).toBe('service_not_offered')
    expect(ask(1, 99)).toBe('service_not_offered')
    expect(ask(99, 99, '2026-11-22T10:00:00Z')).toBe('past_date')
  })
})

describe('of several reasons', () => {
  const everything: Situation = {
    rules: {
      minimumNoticeMinutes: 1440,
      bookingWindowDays: 0,
      blackoutDates: [{ startDate: date('2026-11-24'), endDate: date('2026-11-24') }],
    },
    employees: [anEmployee({ timeOff: [{ startDate: date('2026-11-24'), endDate: date('2026-11-25') }] })],
    appointments: [anAppointment(at('2026-11-24T07:00:00Z'))],
  }

  it('the first is given that another time of the day would not change', () => {
    const night = '2026-11-24T03:10:00Z'
    expect(verdict({ ...everything, now: at('2026-11-25T00:00:00Z') }, night)).toBe('past_date')
    expect(verdict(everything, night)).toBe('not_on_grid')
    expect(verdict(everything, '2026-11-24T07:00:00Z')).toBe('outside_window')
    const open = { ...everything, rules: { ...everything.rules, bookingWindowDays: 9 } }
    expect(verdict(open, '2026-11-24T07:00:00Z')).toBe('blackout_date')
    expect(verdict(open, '2026-11-25T07:00:00Z')).toBe('staff_time_off')
    const present = { ...open, employees: [anEmployee()], rules: { minimumNoticeMinutes: 1440 } }
    expect(verdict(present, '2026-11-24T07:00:00Z')).toBe('outside_hours')
    expect(
      verdict(
        { ...present, employees: [anEmployee({ weeklyHours: everyDay('07:00-08:00') })] },
        '2026-11-24T07:00:00Z',
      ),
    ).toBe('outside_notice')
  })
})

describe('years far away', () => {
  it.each([
    ['1970-01-02T10:00:00-05:00', '1970-01-01T00:00:00Z'],
    ['2100-07-01T10:00:00-04:00', '2100-06-30T00:00:00Z'],
    ['2500-01-04T10:00:00-05:00', '2500-01-01T00:00:00Z'],
  ])('can be booked like any other: %s', (start, now) => {
    expect(verdict({ rules: { timeZone: zone('America/New_York') }, now: at(now) }, start)).toBe('free')
  })

  it('do not break where the offset has seconds: Monrovia in 1970', () => {
    const situation = { rules: { timeZone: zone('Africa/Monrovia') }, now: at('1970-01-01T00:00:00Z') }
    expect(verdict(situation, '1970-01-02T10:44:30Z')).toBe('free')
    expect(verdict(situation, '1970-01-02T10:44:00Z')).toBe('not_on_grid')
  })

  it('end with the calendar', () => {
    const now = at('9999-12-30T00:00:00Z')
    expect(verdict({ now }, '9999-12-31T16:30:00Z')).toBe('free')
  })
})
