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
  zone,
} from '../examples/calendar.ts'
import { formatInstant } from '../time/instant.ts'
import { listSlots, type SlotsQuery } from './listSlots.ts'
import type { Slot } from './types.ts'

const starts = (slots: readonly Slot[]) =>
  slots.map((slot) => `${slot.employeeId} ${formatInstant(slot.slot.start)}`)
const list = (situation: Situation, query: Partial<SlotsQuery> = {}) => {
  const day = date('2026-11-23')
  return starts(listSlots(facts(situation), { serviceId: 1, employeeIds: [1], from: day, to: day, ...query }))
}
const morning = everyDay('09:00-10:30')

describe('listed slots', () => {
  it('are every free start of the dates, both ends included', () => {
    const employees = [anEmployee({ weeklyHours: { mon: hours('09:00-10:00'), wed: hours('09:00-09:30') } })]
    expect(list({ employees }, { to: date('2026-11-25') })).toEqual([
      '1 2026-11-23T09:00:00Z',
      '1 2026-11-23T09:30:00Z',
      '1 2026-11-25T09:00:00Z',
    ])
  })

  it('stand by start and then by employee, each employee once', () => {
    const employees = [
      anEmployee({ id: 7, weeklyHours: morning }),
      anEmployee({ id: 3, weeklyHours: morning }),
    ]
    const appointments = [anAppointment(at('2026-11-23T09:00:00Z'), aService(), { employeeId: 3 })]
    expect(list({ employees, appointments }, { employeeIds: [7, 3, 7, 99] })).toEqual([
      '7 2026-11-23T09:00:00Z',
      '3 2026-11-23T09:30:00Z',
      '7 2026-11-23T09:30:00Z',
      '3 2026-11-23T10:00:00Z',
      '7 2026-11-23T10:00:00Z',
    ])
  })

  it('leave out employees who do not offer the service, and are none for an unknown service', () => {
    const employees = [anEmployee({ serviceIds: [2], weeklyHours: morning })]
    expect(list({ employees })).toEqual([])
    expect(list({}, { serviceId: 99 })).toEqual([])
  })

  it('are none where the dates stand backwards, lie in the past or beyond the window', () => {
    expect(list({}, { from: date('2026-11-24'), to: date('2026-11-23') })).toEqual([])
    expect(list({}, { from: date('2026-11-01'), to: date('2026-11-22') })).toEqual([])
    expect(list({}, { from: date('2027-03-01'), to: date('2027-03-02') })).toEqual([])
    expect(
      list({}, { from: date('2027-03-01'), to: date('2027-03-01'), exemptFromPolicies: true }),
    ).toHaveLength(16)
  })

  it('hold what the asker has locked, and not what others have', () => {
    const employees = [anEmployee({ weeklyHours: morning })]
    const locks = [aLock(at('2026-11-23T09:30:00Z'), aService(), { owner: 'me' })]
    expect(list({ employees, locks }, { lockOwner: 'me' })).toHaveLength(3)
    expect(list({ employees, locks })).toEqual(['1 2026-11-23T09:00:00Z', '1 2026-11-23T10:00:00Z'])
  })

  it('hold a repeated hour twice and a skipped hour never', () => {
    const rules = { timeZone: zone('America/New_York'), slotStepMinutes: 60 }
    const employees = [anEmployee({ weeklyHours: everyDay('00:00-04:00') })]
    const on = (day: string, now: string) =>
      list({ rules, employees, now: at(now) }, { from: date(day), to: date(day) })
    expect(on('2026-11-01', '2026-10-31T12:00:00Z')).toEqual([
      '1 2026-11-01T04:00:00Z',
      '1 2026-11-01T05:00:00Z',
      '1 2026-11-01T06:00:00Z',
      '1 2026-11-01T07:00:00Z',
      '1 2026-11-01T08:00:00Z',
    ])
    expect(on('2026-03-08', '2026-03-07T12:00:00Z')).toEqual([
      '1 2026-03-08T05:00:00Z',
      '1 2026-03-08T06:00:00Z',
      '1 2026-03-08T07:00:00Z',
    ])
  })

  it('of a date to which the clocks return stand in the order of time, St John’s 2010-11-07 00:01 → 23:01', () => {
    const rules = { timeZone: zone('America/St_Johns') }
    const employees = [anEmployee({ weeklyHours: everyDay('00:00-00:00') })]
    const found = list(
      { rules, employees, now: at('2010-11-07T02:30:01Z') },
      { from: date('2010-11-06'), to: date('2010-11-07') },
    )
    expect(found.slice(0, 2)).toEqual(['1 2010-11-07T03:00:00Z', '1 2010-11-07T03:30:00Z'])
    expect(found).toEqual([...new Set(found)].sort())
  })
})
