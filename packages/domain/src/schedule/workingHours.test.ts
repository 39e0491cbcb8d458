import { describe, expect, it } from 'vitest'
import {
  aCalendar,
  anEmployee,
  at,
  between,
  date,
  everyDay,
  hours,
  type Situation,
  time,
  zone,
} from '../examples/calendar.ts'
import { formatInstant } from '../time/instant.ts'
import type { Interval } from '../time/types.ts'
import { workingIntervals } from './workingHours.ts'

const written = (intervals: readonly Interval[]) =>
  intervals.map(({ start, end }) => `${formatInstant(start)}/${formatInstant(end)}`)
const working = (situation: Situation, day: string) =>
  written(workingIntervals(aCalendar(situation), 1, date(day)).working)

describe('working hours', () => {
  it('are the weekday’s intervals on the business’s wall', () => {
    const employees = [anEmployee({ weeklyHours: { mon: hours('09:00-12:00', '13:00-17:00') } })]
    expect(working({ employees, rules: { timeZone: zone('Asia/Kolkata') } }, '2026-11-23')).toEqual([
      '2026-11-23T03:30:00Z/2026-11-23T06:30:00Z',
      '2026-11-23T07:30:00Z/2026-11-23T11:30:00Z',
    ])
    expect(working({ employees }, '2026-11-24')).toEqual([])
  })

  it('are unbroken where intervals touch or overlap', () => {
    const employees = [anEmployee({ weeklyHours: everyDay('13:00-17:00', '09:00-12:00', '12:00-13:30') })]
    expect(working({ employees }, '2026-11-23')).toEqual(['2026-11-23T09:00:00Z/2026-11-23T17:00:00Z'])
  })

  it('cross midnight and touch both dates', () => {
    const employees = [anEmployee({ weeklyHours: { mon: hours('22:00-02:00') } })]
    const night = ['2026-11-23T22:00:00Z/2026-11-24T02:00:00Z']
    expect(working({ employees }, '2026-11-23')).toEqual(night)
    expect(working({ employees }, '2026-11-24')).toEqual(night)
    expect(working({ employees }, '2026-11-25')).toEqual([])
  })

  it('are one interval where one ends at midnight and the next begins there', () => {
    const employees = [anEmployee({ weeklyHours: { mon: hours('20:00-00:00'), tue: hours('00:00-03:00') } })]
    const night = ['2026-11-23T20:00:00Z/2026-11-24T03:00:00Z']
    expect(working({ employees }, '2026-11-23')).toEqual(night)
    expect(working({ employees }, '2026-11-24')).toEqual(night)
  })

  it('last a whole day where the interval ends at the time at which it starts', () => {
    const employees = [anEmployee({ weeklyHours: { mon: hours('00:00-00:00') } })]
    expect(working({ employees }, '2026-11-23')).toEqual(['2026-11-23T00:00:00Z/2026-11-24T00:00:00Z'])
    expect(working({ employees }, '2026-11-24')).toEqual([])
  })

  it('are replaced by a date’s override, and the night before still reaches into that date', () => {
    const employees = [
      anEmployee({
        weeklyHours: everyDay('22:00-02:00'),
        dateOverrides: [{ date: date('2026-11-24'), intervals: hours('10:00-11:00') }],
      }),
    ]
    expect(working({ employees }, '2026-11-24')).toEqual([
      '2026-11-23T22:00:00Z/2026-11-24T02:00:00Z',
      '2026-11-24T10:00:00Z/2026-11-24T11:00:00Z',
    ])
    expect(working({ employees }, '2026-11-25')).toEqual(['2026-11-25T22:00:00Z/2026-11-26T02:00:00Z'])
  })

  it('are none where the override has no intervals', () => {
    const employees = [anEmployee({ dateOverrides: [{ date: date('2026-11-23'), intervals: [] }] })]
    expect(working({ employees }, '2026-11-23')).toEqual([])
  })

  it('count only within the business’s hours where the owner says so, overrides too', () => {
    const employees = [
      anEmployee({ dateOverrides: [{ date: date('2026-11-24'), intervals: hours('06:00-22:00') }] }),
    ]
    const rules = { businessHours: { mon: hours('10:00-12:00', '12:00-20:00'), tue: hours('08:00-18:00') } }
    expect(working({ employees, rules }, '2026-11-23')).toEqual(['2026-11-23T10:00:00Z/2026-11-23T17:00:00Z'])
    expect(working({ employees, rules }, '2026-11-24')).toEqual(['2026-11-24T08:00:00Z/2026-11-24T18:00:00Z'])
    expect(working({ employees, rules }, '2026-11-25')).toEqual([])
  })

  it('keep blackout dates and time off apart from being closed', () => {
    const monday23 = date('2026-11-23')
    const employees = [
      anEmployee({ timeOff: [{ startDate: monday23, startTime: time('12:00'), endDate: monday23 }] }),
    ]
    const rules = { blackoutDates: [{ startDate: date('2026-11-24'), endDate: date('2026-11-25') }] }
    const monday = workingIntervals(aCalendar({ employees, rules }), 1, date('2026-11-23'))
    expect(written(monday.rostered)).toEqual(['2026-11-23T09:00:00Z/2026-11-23T17:00:00Z'])
    expect(written(monday.working)).toEqual(['2026-11-23T09:00:00Z/2026-11-23T12:00:00Z'])
    expect(monday.absences).toEqual([
      { kind: 'staff_time_off', interval: between('2026-11-23T12:00:00Z', '2026-11-24T00:00:00Z') },
    ])
    const tuesday = workingIntervals(aCalendar({ employees, rules }), 1, date('2026-11-24'))
    expect(tuesday.working).toEqual([])
    expect(tuesday.absences).toEqual([
      { kind: 'blackout_date', interval: between('2026-11-24T00:00:00Z', '2026-11-26T00:00:00Z') },
    ])
  })

  it('take time off from its first time to its last, over several dates', () => {
    const timeOff = [
      {
        startDate: date('2026-11-23'),
        startTime: time('15:00'),
        endDate: date('2026-11-25'),
        endTime: time('10:00'),
      },
    ]
    const employees = [anEmployee({ timeOff })]
    expect(working({ employees }, '2026-11-23')).toEqual(['2026-11-23T09:00:00Z/2026-11-23T15:00:00Z'])
    expect(working({ employees }, '2026-11-24')).toEqual([])
    expect(working({ employees }, '2026-11-25')).toEqual(['2026-11-25T10:00:00Z/2026-11-25T17:00:00Z'])
  })

  it('take what a outside calendar is full with for time off, to the second', () => {
    const busyTimes = [
      between('2026-11-22T23:00:00Z', '2026-11-23T09:10:30Z'),
      between('2026-11-23T12:00:00Z', '2026-11-23T13:00:00Z'),
      between('2026-12-23T12:00:00Z', '2026-12-23T13:00:00Z'),
    ]
    const employees = [anEmployee({ busyTimes })]
    const monday = workingIntervals(aCalendar({ employees }), 1, date('2026-11-23'))
    expect(written(monday.rostered)).toEqual(['2026-11-23T09:00:00Z/2026-11-23T17:00:00Z'])
    expect(written(monday.working)).toEqual([
      '2026-11-23T09:10:30Z/2026-11-23T12:00:00Z',
      '2026-11-23T13:00:00Z/2026-11-23T17:00:00Z',
    ])
    expect(monday.absences.map(({ kind }) => kind)).toEqual(['staff_time_off', 'staff_time_off'])
  })

  it('leave out time off that ends before it starts', () => {
    const employees = [
      anEmployee({ timeOff: [{ startDate: date('2026-11-24'), endDate: date('2026-11-23') }] }),
    ]
    expect(working({ employees }, '2026-11-23')).toHaveLength(1)
  })

  it('are none for an unknown employee', () => {
    expect(workingIntervals(aCalendar(), 99, date('2026-11-23'))).toEqual({
      rostered: [],
      working: [],
      absences: [],
    })
  })
})

describe('working hours when clocks change', () => {
  const newYork = { timeZone: zone('America/New_York') }
  const night = (text: string) => [anEmployee({ weeklyHours: everyDay(text) })]

  it('open when the clocks jump where the opening time is skipped', () => {
    expect(working({ employees: night('02:30-05:00'), rules: newYork }, '2026-03-08')).toEqual([
      '2026-03-08T07:00:00Z/2026-03-08T09:00:00Z',
    ])
  })

  it('close when the clocks jump where the closing time is skipped', () => {
    expect(working({ employees: night('00:00-02:30'), rules: newYork }, '2026-03-08')).toEqual([
      '2026-03-08T05:00:00Z/2026-03-08T07:00:00Z',
    ])
  })

  it('are none where both times are skipped', () => {
    expect(working({ employees: night('02:15-02:45'), rules: newYork }, '2026-03-08')).toEqual([])
  })

  it('open at the first of two opening times and close at the first of two closing times', () => {
    expect(working({ employees: night('01:30-05:00'), rules: newYork }, '2026-11-01')).toEqual([
      '2026-11-01T05:30:00Z/2026-11-01T10:00:00Z',
    ])
    expect(working({ employees: night('00:00-01:30'), rules: newYork }, '2026-11-01')).toEqual([
      '2026-11-01T04:00:00Z/2026-11-01T05:30:00Z',
    ])
  })

  it('begin at 01:00 where midnight is skipped, and still join the day before, Santiago 2026-09-06', () => {
    const rules = { timeZone: zone('America/Santiago') }
    expect(working({ employees: night('00:00-00:00'), rules }, '2026-09-06')).toEqual([
      '2026-09-04T04:00:00Z/2026-09-08T03:00:00Z',
    ])
    const { absences } = workingIntervals(
      aCalendar({
        rules: { ...rules, blackoutDates: [{ startDate: date('2026-09-06'), endDate: date('2026-09-06') }] },
      }),
      1,
      date('2026-09-06'),
    )
    expect(absences[0]?.interval).toEqual({
      start: at('2026-09-06T04:00:00Z'),
      end: at('2026-09-07T03:00:00Z'),
    })
  })

  it('do not begin on a date that the zone left out, Apia 2011-12-30', () => {
    const rules = { timeZone: zone('Pacific/Apia') }
    const employees = [
      anEmployee({ weeklyHours: { thu: hours('22:00-02:00'), fri: hours('09:00-17:00', '20:00-02:00') } }),
    ]
    expect(working({ employees, rules }, '2011-12-29')).toEqual(['2011-12-30T08:00:00Z/2011-12-30T10:00:00Z'])
    expect(working({ employees, rules }, '2011-12-30')).toEqual([])
    expect(working({ employees, rules }, '2011-12-31')).toEqual([])
  })
})
