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
import { ANY_SERVICE_ID, type DayQuery, describeDay } from './describeDay.ts'

const describeIt = (situation: Situation, query: Partial<DayQuery> = {}) =>
  describeDay(facts(situation), { employeeId: 1, date: date('2026-11-23'), ...query })

const lines = (situation: Situation, query: Partial<DayQuery> = {}) =>
  describeIt(situation, query).map(
    ({ time: at, decision }) => `${at} ${decision.ok ? 'free' : decision.refusal.kind}`,
  )

const morning = [anEmployee({ weeklyHours: everyDay('09:00-11:00') })]
const monday = { startDate: date('2026-11-23'), endDate: date('2026-11-23') }

describe('a described day', () => {
  it('holds every start within the hours, those too at which the service no longer fits', () => {
    const services = [aService({ durationMinutes: 60 })]
    expect(lines({ employees: morning, services }, { serviceId: 1 })).toEqual([
      '09:00 free',
      '09:30 free',
      '10:00 free',
      '10:30 outside_hours',
    ])
  })

  it('shows time off and blackout dates as refusals', () => {
    const employees = [
      anEmployee({
        weeklyHours: everyDay('09:00-11:00'),
        timeOff: [{ ...monday, startTime: time('09:30'), endTime: time('10:00') }],
      }),
    ]
    expect(lines({ employees })).toEqual(['09:00 free', '09:30 staff_time_off', '10:00 free', '10:30 free'])
    expect(
      new Set(lines({ employees, rules: { blackoutDates: [monday] } }).map((line) => line.slice(6))),
    ).toEqual(new Set(['blackout_date']))
  })

  it('shows what is past, taken and locked', () => {
    const appointments = [anAppointment(at('2026-11-23T09:30:00Z'))]
    const locks = [aLock(at('2026-11-23T10:00:00Z'))]
    const now = at('2026-11-23T09:10:00Z')
    expect(lines({ employees: morning, appointments, locks, now })).toEqual([
      '09:00 past_date',
      '09:30 slot_taken',
      '10:00 slot_locked',
      '10:30 free',
    ])
  })

  it('says whose claim is in the way where notice refuses first', () => {
    const appointments = [anAppointment(at('2026-11-23T09:30:00Z'))]
    const described = describeIt({ employees: morning, appointments, rules: { minimumNoticeMinutes: 600 } })
    expect(described.map(({ claim }) => claim?.kind)).toEqual([undefined, 'slot_taken', undefined, undefined])
    expect(
      described.every(({ decision }) => !decision.ok && decision.refusal.kind === 'outside_notice'),
    ).toBe(true)
  })

  it('without a service is about one grid step, whoever offers what', () => {
    const employees = [anEmployee({ weeklyHours: everyDay('09:00-10:00'), serviceIds: [] })]
    const services = [aService({ capacity: 4, bufferAfterMinutes: 30 })]
    const appointments = [anAppointment(at('2026-11-23T09:00:00Z'), aService({ capacity: 4 }))]
    const described = describeIt({ employees, services, appointments })
    expect(described.map(({ decision }) => decision.ok)).toEqual([false, true])
    const [, free] = described
    expect(free?.decision.ok && free.decision.slot).toMatchObject({ serviceId: ANY_SERVICE_ID, remaining: 1 })
  })

  it('has the service’s own grid', () => {
    const services = [aService({ slotStepMinutes: 60 })]
    expect(lines({ employees: morning, services }, { serviceId: 1 })).toEqual(['09:00 free', '10:00 free'])
  })

  it('refuses every start of a service that is not offered or not known', () => {
    const services = [aService(), aService({ id: 2 })]
    for (const serviceId of [2, 99]) {
      expect(
        new Set(lines({ employees: morning, services }, { serviceId }).map((line) => line.slice(6))),
      ).toEqual(new Set(['service_not_offered']))
    }
  })

  it('is empty without hours and for an unknown employee', () => {
    expect(lines({ employees: [anEmployee({ weeklyHours: {} })] })).toEqual([])
    expect(lines({}, { employeeId: 99 })).toEqual([])
  })

  it('holds only its own date’s starts of a night shift', () => {
    const employees = [anEmployee({ weeklyHours: { mon: hours('23:00-01:00') } })]
    expect(lines({ employees })).toEqual(['23:00 free', '23:30 free'])
    expect(lines({ employees }, { date: date('2026-11-24') })).toEqual(['00:00 free', '00:30 free'])
  })

  it('holds a repeated hour twice and a skipped hour never', () => {
    const rules = { timeZone: zone('America/New_York') }
    const employees = [anEmployee({ weeklyHours: everyDay('01:00-03:30') })]
    const back = { rules, employees, now: at('2026-10-31T12:00:00Z') }
    const forward = { rules, employees, now: at('2026-03-07T12:00:00Z') }
    expect(lines(back, { date: date('2026-11-01') }).map((line) => line.slice(0, 5))).toEqual([
      '01:00',
      '01:30',
      '01:00',
      '01:30',
      '02:00',
      '02:30',
      '03:00',
    ])
    expect(lines(forward, { date: date('2026-03-08') }).map((line) => line.slice(0, 5))).toEqual([
      '01:00',
      '01:30',
      '03:00',
    ])
  })
})
