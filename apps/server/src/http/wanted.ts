import {
  type CalendarDate,
  parseCalendarDate,
  parseInstant,
  parseTimeZoneId,
  parseWallTime,
  type TimeZoneId,
  type WallTime,
  wallClockAt,
} from '@appointease/domain'
import type { Refusal } from '../commands/refusals.ts'
import type { Outcome } from '../ports/storage.ts'
import type { WantedStart } from '../queries/slotStart.ts'

type Read<Value> = Outcome<Value, Refusal>

export function invalid(name: string, reason: string): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { kind: 'invalid_param', params: { [name]: reason } } }
}

/** A date that the pattern lets through may still be none, as 30 February is. */
export function readDate(name: string, text: string): Read<CalendarDate> {
  const date = parseCalendarDate(text)
  return date ? { ok: true, value: date } : invalid(name, `${name} is not a day of the calendar.`)
}

export function readTimeZone(name: string, text: string): Read<TimeZoneId> {
  const zone = parseTimeZoneId(text)
  return zone ? { ok: true, value: zone } : invalid(name, `${name} is not a time zone that is known here.`)
}

export function readWallTime(name: string, text: string): Read<WallTime> {
  const time = parseWallTime(text)
  return time ? { ok: true, value: time } : invalid(name, `${name} is not a time of day.`)
}

/** The start that `date`, `time` and, for a repeated hour, `start_utc` name. */
export function readStart(
  place: { readonly date: string; readonly time: string; readonly start_utc?: string | undefined },
  zone: TimeZoneId,
): Read<WantedStart> {
  const date = readDate('date', place.date)
  if (!date.ok) return date
  const time = readWallTime('time', place.time)
  if (!time.ok) return time
  if (place.start_utc === undefined)
    return { ok: true, value: { kind: 'wall', date: date.value, time: time.value } }
  const instant = parseInstant(place.start_utc)
  const wall = instant === undefined ? undefined : wallClockAt(instant, zone)
  if (instant === undefined || wall?.date !== date.value || wall.time !== time.value) {
    return invalid('start_utc', 'start_utc does not lie at date and time.')
  }
  return { ok: true, value: { kind: 'instant', instant } }
}

/** The three forms of an appointment's date: a date with `time` beside it, a wall time, an instant with its offset. */
export function readAppointmentStart(
  name: string,
  text: string,
  time: string | undefined,
): Read<WantedStart> {
  if (/[Tt]/.test(text)) {
    const instant = parseInstant(text)
    return instant === undefined
      ? invalid(name, `${name} is not an instant.`)
      : { ok: true, value: { kind: 'instant', instant } }
  }
  const [day = '', clock = time] = text.split(' ')
  if (clock === undefined) return { ok: false, refusal: { kind: 'missing_param', params: ['time'] } }
  const date = readDate(name, day)
  if (!date.ok) return date
  if (clock.length > 5 && !clock.endsWith(':00')) return invalid(name, `${name} has seconds.`)
  const wall = readWallTime(name, clock.slice(0, 5))
  return wall.ok ? { ok: true, value: { kind: 'wall', date: date.value, time: wall.value } } : wall
}
