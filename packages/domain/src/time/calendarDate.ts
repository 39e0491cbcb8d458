import type { Weekday } from '../schedule/types.ts'
import type { CalendarDate } from './types.ts'

const DAY = 86_400_000
const FIRST_DAY = Date.parse('0000-01-01T00:00:00Z') / DAY
const LAST_DAY = Date.parse('9999-12-31T00:00:00Z') / DAY
const WEEKDAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const SUNDAY = 3
const DATES_KEPT = 4000

/** Every slot asks for its date, and writing one takes longer than reckoning with it. Emptied when full. */
const writtenDates = new Map<number, CalendarDate>()

/** Reads `YYYY-MM-DD` if the calendar has that date (so no 30 February). */
export function parseCalendarDate(text: string): CalendarDate | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined
  const midnight = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(midnight)) return undefined
  return dateOfDay(midnight / DAY) === text ? (text as CalendarDate) : undefined
}

/** Days since 1970-01-01, in which dates are reckoned; not a moment. */
export function dayNumber(date: CalendarDate): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY
}

/** The date of a day number; held within the years 0000 to 9999, which is all that the text can say. */
export function dateOfDay(day: number): CalendarDate {
  const known = writtenDates.get(day)
  if (known !== undefined) return known
  const held = Math.min(Math.max(day, FIRST_DAY), LAST_DAY)
  const date = new Date(held * DAY).toISOString().slice(0, 10) as CalendarDate
  if (writtenDates.size >= DATES_KEPT) writtenDates.clear()
  writtenDates.set(day, date)
  return date
}

/** The date `count` days later, or earlier where negative; held within the years 0000 to 9999. */
export function addDays(date: CalendarDate, count: number): CalendarDate {
  return dateOfDay(dayNumber(date) + count)
}

/** Days from `from` to `to`: 1 from a date to the next, negative where `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return dayNumber(to) - dayNumber(from)
}

/** Every date from `from` to `to`, both included; none where `to` is earlier. */
export function listDates(from: CalendarDate, to: CalendarDate): CalendarDate[] {
  const first = dayNumber(from)
  const count = Math.max(0, dayNumber(to) - first + 1)
  return Array.from({ length: count }, (_, index) => dateOfDay(first + index))
}

export function weekdayOf(date: CalendarDate): Weekday {
  return weekdayOfDay(dayNumber(date))
}

export function weekdayOfDay(day: number): Weekday {
  return WEEKDAYS[(((day - SUNDAY) % 7) + 7) % 7] ?? 'sun'
}
