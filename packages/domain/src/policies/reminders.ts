import type { Instant, Interval, TimeZoneId } from '../time/types.ts'
import { firstMoment, wallReading } from '../time/wallClock.ts'

const HOUR = 3_600_000
/** On the recipient's clock, in hours of the day: nobody is reminded before, nor from then on. */
const DAY_BEGINS = 8
const DAY_ENDS = 21
/** When the evening before is told of what is due at night: an hour is left for what keeps a mail waiting. */
const EVENING = 20
/** Whoever booked or moved shortly before has just been told. */
const JUST_TOLD_HOURS = 2

/** No reminder is due longer before its own hours than this: a night, and an hour of changed clocks. */
export const LONGEST_ADVANCE_MILLISECONDS = 14 * HOUR

/** Whether it is a time of day at which somebody in the zone can be reminded: from 08:00 to before 21:00. */
export function isTimeToRemind(now: Instant, zone: TimeZoneId): boolean {
  const { sinceMidnight } = wallReading(now, zone)
  return sinceMidnight >= DAY_BEGINS * HOUR && sinceMidnight < DAY_ENDS * HOUR
}

/**
 * When somebody in the zone is reminded of what begins at `start`: so many hours before, hours being sixty minutes also
 * where clocks change in between; at 20:00 of the evening before that where it is night by their clock.
 */
export function reminderDue(start: Instant, hoursBefore: number, zone: TimeZoneId): Instant {
  const due = (start - hoursBefore * HOUR) as Instant
  if (isTimeToRemind(due, zone)) return due
  const { day, sinceMidnight } = wallReading(due, zone)
  return firstMoment(sinceMidnight < DAY_BEGINS * HOUR ? day - 1 : day, EVENING * 60, zone)
}

export interface Remindable {
  readonly slot: Interval
  /** When it became what it is: made, moved or approved. */
  readonly updatedAt: Instant
}

/**
 * Which of the owner's reminders is to be sent now: the latest that is due, so that after a standstill nobody gets two at
 * once. Undefined: none, since none is due, it has begun, it is night there, or it was made later than two hours before
 * the reminder would have been due.
 */
export function reminderNow(
  { slot, updatedAt }: Remindable,
  hoursBefore: readonly number[],
  zone: TimeZoneId,
  now: Instant,
): { readonly hoursBefore: number; readonly dueAt: Instant } | undefined {
  if (now >= slot.start || !isTimeToRemind(now, zone)) return undefined
  const due = hoursBefore
    .map((hours) => ({ hoursBefore: hours, dueAt: reminderDue(slot.start, hours, zone) }))
    .filter(({ dueAt }) => dueAt <= now)
    .sort((one, other) => one.hoursBefore - other.hoursBefore)
  const [latest] = due
  return latest && updatedAt + JUST_TOLD_HOURS * HOUR <= latest.dueAt ? latest : undefined
}
