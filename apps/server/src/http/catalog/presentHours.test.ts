import { someSettings, time } from '@appointease/testkit/builders.ts'
import { describe, expect, it } from 'vitest'
import { startsOfWeek } from '../../queries/ordinaryDay.ts'
import { presentBusinessHours } from './presentHours.ts'

const hours = (...pairs: [string, string][]) =>
  pairs.map(([start, end]) => ({ start: time(start), end: time(end) }))
const present = (openingHours: Parameters<typeof startsOfWeek>[0]) =>
  presentBusinessHours(someSettings({ openingHours }))

describe('business hours', () => {
  it('describe the commonest day, its longest break being lunch', () => {
    const ordinary = hours(['08:00', '10:00'], ['10:15', '12:00'], ['13:00', '17:00'])
    const reply = present({ mon: ordinary, tue: ordinary, sat: hours(['10:00', '14:00']) })
    expect(reply).toMatchObject({
      working_days: ['1', '2', '6'],
      start_time: '08:00',
      end_time: '17:00',
      lunch_start: '12:00',
      lunch_end: '13:00',
    })
  })

  it('name every weekday, closed ones with nothing', () => {
    const { weekly } = present({ sun: hours(['10:00', '12:00']) })
    expect(weekly).toEqual({
      sun: [['10:00', '12:00']],
      mon: [],
      tue: [],
      wed: [],
      thu: [],
      fri: [],
      sat: [],
    })
  })

  it('of equally common days take the first from Monday on', () => {
    expect(present({ sun: hours(['10:00', '12:00']), fri: hours(['09:00', '15:00']) }).start_time).toBe(
      '09:00',
    )
  })

  it('stay whole where the business is never open', () => {
    expect(present({})).toMatchObject({
      working_days: [],
      start_time: '00:00',
      end_time: '00:00',
      lunch_start: null,
    })
  })
})

describe('starts of the week', () => {
  it('lie on the grid from midnight, not from opening, and leave room for the whole duration', () => {
    expect(startsOfWeek({ mon: hours(['09:10', '11:00']) }, 30, 60)).toEqual(['09:30', '10:00'])
  })

  it('do not run through a break', () => {
    expect(startsOfWeek({ mon: hours(['09:00', '10:00'], ['10:30', '11:30']) }, 30, 60)).toEqual([
      '09:00',
      '10:30',
    ])
  })

  it('join those of all days, once each, by the clock', () => {
    expect(startsOfWeek({ mon: hours(['10:00', '11:00']), sat: hours(['09:00', '10:30']) }, 30, 30)).toEqual([
      '09:00',
      '09:30',
      '10:00',
      '10:30',
    ])
  })

  it('go on past midnight where the hours do', () => {
    expect(startsOfWeek({ fri: hours(['23:00', '01:00']) }, 60, 60)).toEqual(['00:00', '23:00'])
    expect(startsOfWeek({ fri: hours(['22:00', '00:00']) }, 60, 60)).toEqual(['22:00', '23:00'])
  })
})
