import { describe, expect, it } from 'vitest'
import {
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
import { decide, verdict } from '../examples/verdict.ts'
import { decideSlot } from './decideSlot.ts'

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
