import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { date } from '../examples/calendar.ts'
import {
  addDays,
  dateOfDay,
  dayNumber,
  daysBetween,
  listDates,
  parseCalendarDate,
  weekdayOf,
} from './calendarDate.ts'

describe('a calendar date', () => {
  it.each(['2026-11-23', '2024-02-29', '2000-02-29', '1970-01-01', '0001-01-01', '9999-12-31'])(
    'is read where the calendar has it: %s',
    (text) => expect(parseCalendarDate(text)).toBe(text),
  )

  it.each([
    '2026-02-29',
    '2026-02-30',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-1-1',
    '26-01-01',
    '2026-01-01T00:00',
    ' 2026-01-01',
    '2026-01-01\n',
    '+002026-01-01',
    '',
    'today',
  ])('is not read where no calendar has it: %j', (text) => expect(parseCalendarDate(text)).toBeUndefined())

  it('counts days over months, leap days and years', () => {
    expect(addDays(date('2024-02-28'), 1)).toBe('2024-02-29')
    expect(addDays(date('2026-12-31'), 1)).toBe('2027-01-01')
    expect(addDays(date('2026-03-01'), -1)).toBe('2026-02-28')
    expect(daysBetween(date('2024-01-01'), date('2025-01-01'))).toBe(366)
    expect(daysBetween(date('2026-01-02'), date('2026-01-01'))).toBe(-1)
  })

  it('stays within four-digit years', () => {
    expect(addDays(date('9999-12-31'), 1)).toBe('9999-12-31')
    expect(addDays(date('2026-01-01'), 1e9)).toBe('9999-12-31')
    expect(addDays(date('0000-01-01'), -1)).toBe('0000-01-01')
  })

  it('lists dates with both ends, and none backwards', () => {
    expect(listDates(date('2026-02-27'), date('2026-03-01'))).toEqual([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
    ])
    expect(listDates(date('2026-02-27'), date('2026-02-27'))).toEqual(['2026-02-27'])
    expect(listDates(date('2026-02-27'), date('2026-02-26'))).toEqual([])
  })

  it.each([
    ['1970-01-01', 'thu'],
    ['1969-12-31', 'wed'],
    ['2026-11-23', 'mon'],
    ['2000-02-29', 'tue'],
    ['2100-03-01', 'mon'],
    ['2500-01-01', 'fri'],
  ])('%s is a %s', (text, weekday) => expect(weekdayOf(date(text))).toBe(weekday))

  it('goes to its day number and back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -719_000, max: 2_900_000 }),
        fc.integer({ min: -9999, max: 9999 }),
        (day, more) => {
          const text = dateOfDay(day)
          expect(dayNumber(text)).toBe(day)
          expect(parseCalendarDate(text)).toBe(text)
          expect(daysBetween(text, addDays(text, more))).toBe(dayNumber(addDays(text, more)) - day)
        },
      ),
    )
  })
})
