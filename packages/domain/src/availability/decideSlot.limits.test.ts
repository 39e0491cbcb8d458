import { describe, expect, it } from 'vitest'
import { aLock, anEmployee, aService, at, date, everyDay, hours, time, zone } from '../examples/calendar.ts'
import { decide, verdict } from '../examples/verdict.ts'

const monday = { startDate: date('2026-11-23'), endDate: date('2026-11-23') }

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
