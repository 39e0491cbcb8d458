import { dateOfDay, dayNumber } from './calendarDate.ts'
import type { CalendarDate, Instant, Interval, TimeZoneId, WallClock, WallTime } from './types.ts'
import { minuteOfDay, wallTimeOf } from './wallTime.ts'
import { offsetAt, offsetSpans } from './zoneOffsets.ts'

const MINUTE = 60_000
const HOUR = 3_600_000
const DAY = 86_400_000
/** No zone's offset reaches further, local mean times and both sides of the date line included. */
const FURTHEST_OFFSET = 16 * HOUR

export type WallTimeResolution =
  | { readonly ok: true; readonly instant: Instant }
  | { readonly ok: false; readonly refusal: { readonly kind: 'nonexistent_time' } }

/** What the zone's wall clock shows at an instant; seconds are left out. `offsetMinutes` may have a fraction before 1972. */
export function wallClockAt(instant: Instant, zone: TimeZoneId): WallClock {
  const offset = offsetAt(zone, instant)
  const local = instant + offset
  const day = Math.floor(local / DAY)
  return {
    date: dateOfDay(day),
    time: wallTimeOf((local - day * DAY) / MINUTE),
    offsetMinutes: offset / MINUTE,
  }
}

/** The moments when the wall clock turns to that date and time, ascending: none in a gap, two where the hour is repeated. */
export function instantsAt(date: CalendarDate, time: WallTime, zone: TimeZoneId): readonly Instant[] {
  const local = dayNumber(date) * DAY + minuteOfDay(time) * MINUTE
  return offsetSpans(zone, local - FURTHEST_OFFSET, local + FURTHEST_OFFSET)
    .filter((span) => local - span.offset >= span.start && local - span.offset < span.end)
    .map((span) => (local - span.offset) as Instant)
}

/** The moment that a person means by a wall time: its first occurrence. Refused where the clocks skip it. */
export function resolveWallTime(date: CalendarDate, time: WallTime, zone: TimeZoneId): WallTimeResolution {
  const [instant] = instantsAt(date, time, zone)
  if (instant === undefined) return { ok: false, refusal: { kind: 'nonexistent_time' } }
  return { ok: true, instant }
}

/**
 * From the first moment to the last at which the wall clock shows the date: 23 to 25 hours on days when clocks
 * change, later than `00:00` where the clocks skip midnight. Empty (`start = end`) on a date that the zone left out.
 */
export function dayInterval(date: CalendarDate, zone: TimeZoneId): Interval {
  return intervalOfDay(dayNumber(date), zone)
}

export function intervalOfDay(day: number, zone: TimeZoneId): Interval {
  const dawn = day * DAY
  const start = firstMomentAt(dawn, zone)
  let end: number = start
  for (const span of offsetSpans(zone, dawn - FURTHEST_OFFSET, dawn + DAY + FURTHEST_OFFSET)) {
    const from = Math.max(span.start, dawn - span.offset)
    const to = Math.min(span.end, dawn + DAY - span.offset)
    if (from < to) end = to
  }
  return { start, end: end as Instant }
}

/**
 * The first moment at which the wall clock shows `day` and `minute` (0 to 2880, past 1440 on the next date) or
 * later: hours that begin in a gap begin when the clocks change, a repeated time means its first occurrence.
 */
export function firstMoment(day: number, minute: number, zone: TimeZoneId): Instant {
  return firstMomentAt(day * DAY + minute * MINUTE, zone)
}

function firstMomentAt(local: number, zone: TimeZoneId): Instant {
  const latest = local + FURTHEST_OFFSET
  for (const span of offsetSpans(zone, local - FURTHEST_OFFSET, latest + DAY)) {
    if (local - span.offset < span.end) return Math.max(span.start, local - span.offset) as Instant
  }
  return latest as Instant
}

/** The day number and the milliseconds since `00:00` that the wall clock shows. */
export function wallReading(moment: Instant, zone: TimeZoneId): { day: number; sinceMidnight: number } {
  const local = moment + offsetAt(zone, moment)
  const day = Math.floor(local / DAY)
  return { day, sinceMidnight: local - day * DAY }
}

/** Every moment at which the wall clock shows that day and a multiple of `stepMinutes` since `00:00`, ascending. */
export function momentsOnGrid(day: number, stepMinutes: number, zone: TimeZoneId): readonly Instant[] {
  if (!(stepMinutes > 0)) throw new RangeError(`A grid needs a positive step, not ${stepMinutes} minutes`)
  const dawn = day * DAY
  const step = stepMinutes * MINUTE
  const moments: Instant[] = []
  for (const { start, end, offset } of offsetSpans(
    zone,
    dawn - FURTHEST_OFFSET,
    dawn + DAY + FURTHEST_OFFSET,
  )) {
    const from = Math.max(start + offset - dawn, 0)
    const to = Math.min(end + offset - dawn, DAY)
    for (let since = Math.ceil(from / step) * step; since < to; since += step) {
      moments.push((dawn + since - offset) as Instant)
    }
  }
  return moments
}
