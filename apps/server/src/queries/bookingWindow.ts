import {
  addDays,
  type BusinessRules,
  type CalendarDate,
  type Instant,
  wallClockAt,
} from '@appointease/domain'

/** The first and the last date on which anybody could book now, both included. */
export function bookingWindowAt(
  { timeZone, bookingWindowDays }: Pick<BusinessRules, 'timeZone' | 'bookingWindowDays'>,
  now: Instant,
): { readonly today: CalendarDate; readonly lastDate: CalendarDate } {
  const today = wallClockAt(now, timeZone).date
  return { today, lastDate: addDays(today, bookingWindowDays) }
}
