import {
  type CalendarDate,
  type Instant,
  instantOf,
  instantsAt,
  parseCalendarDate,
  parseWallTime,
  type TimeZoneId,
  wallClockAt,
} from '@appointease/domain'
import type { NoteReason } from './notes.ts'

const DATETIME = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/
const DAY = 86_400_000

export interface LocalMoment {
  readonly instant: Instant
  readonly note: NoteReason | undefined
}

/** The date of a DATE or DATETIME; undefined for none and for 0000-00-00. */
export function readDate(text: string): CalendarDate | undefined {
  const date = parseCalendarDate(DATETIME.exec(text)?.[1] ?? '')
  return date === undefined || date < '0001' ? undefined : date
}

/**
 * The moment of a DATETIME on the zone's clock. Of a time that happens twice the first is meant; a time that the clocks
 * skip is as much later as they skip, as PHP, in which the original was written, reckons it.
 */
export function readMoment(text: string, zone: TimeZoneId): LocalMoment | undefined {
  const [, , hours = '0', minutes = '00', seconds = '00'] = DATETIME.exec(text) ?? []
  const date = readDate(text)
  const time = parseWallTime(`${hours.padStart(2, '0')}:${minutes}`)
  if (date === undefined || time === undefined || seconds > '59') return undefined
  const found = instantsAt(date, time, zone)
  const first = found[0] ?? afterGap(`${date}T${time}:00Z`, zone)
  const note =
    found.length === 0 ? 'time_does_not_exist' : found.length > 1 ? 'time_happens_twice' : undefined
  return { instant: instantOf(first + Number(seconds) * 1000), note }
}

/** With the offset that was in force before the clocks went forward. */
function afterGap(asIfUtc: string, zone: TimeZoneId): Instant {
  const local = Date.parse(asIfUtc)
  const { offsetMinutes } = wallClockAt(instantOf(local - DAY), zone)
  return instantOf(local - offsetMinutes * 60_000)
}

/** The moment of a TIMESTAMP, which the server gives in UTC. */
export function readTimestamp(text: string): Instant | undefined {
  return readMoment(text, 'UTC' as TimeZoneId)?.instant
}
