import { tzName, tzOffset } from '@date-fns/tz'
import type { TimeZoneId } from './types.ts'

/** A stretch of time, half-open, in which a zone's offset (local minus UTC, milliseconds) stays the same. */
export interface OffsetSpan {
  readonly start: number
  readonly end: number
  readonly offset: number
}

const MINUTE = 60_000
const SECOND = 1000
const DAY = 86_400_000
const ZONES_KEPT = 600
const DAYS_KEPT = 4000

interface ZoneTable {
  readonly canonical: string
  readonly days: Map<number, readonly OffsetSpan[]>
}

/**
 * Asking the platform for an offset takes microseconds, and a month of slots asks tens of thousands of times:
 * offsets are read once a UTC day. Both maps are emptied when full, since zone names and dates come from outside.
 */
const tables = new Map<string, ZoneTable>()

/**
 * Reads the name of a zone that this machine knows; upper and lower case are alike, and the name stays as it was
 * written where it is only an alias. Mere offsets (`+05:30`) are not zones.
 */
export function parseTimeZoneId(text: string): TimeZoneId | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(text)) return undefined
  const canonical = canonicalName(text)
  if (canonical === undefined) return undefined
  return (canonical.toLowerCase() === text.toLowerCase() ? canonical : text) as TimeZoneId
}

/** The zone's spans that touch [start, end), ascending and seamless; they begin and end at UTC midnights or at clock changes. */
export function offsetSpans(zone: TimeZoneId, start: number, end: number): readonly OffsetSpan[] {
  const table = tableOf(zone)
  const last = Math.floor((end - 1) / DAY)
  const spans: OffsetSpan[] = []
  for (let day = Math.floor(start / DAY); day <= last; day++) {
    for (const span of spansOfDay(table, day)) {
      if (span.start < end && span.end > start) spans.push(span)
    }
  }
  return spans
}

/** Local minus UTC in milliseconds at a moment. */
export function offsetAt(zone: TimeZoneId, moment: number): number {
  const spans = spansOfDay(tableOf(zone), Math.floor(moment / DAY))
  for (const span of spans) if (moment < span.end) return span.offset
  return 0
}

function tableOf(zone: TimeZoneId): ZoneTable {
  const known = tables.get(zone)
  if (known) return known
  const canonical = canonicalName(zone)
  if (canonical === undefined) throw new RangeError(`Unknown time zone: ${zone}`)
  if (tables.size >= ZONES_KEPT) tables.clear()
  const table = { canonical, days: new Map() }
  tables.set(zone, table)
  return table
}

function canonicalName(zone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}

function spansOfDay(table: ZoneTable, day: number): readonly OffsetSpan[] {
  const known = table.days.get(day)
  if (known) return known
  if (table.days.size >= DAYS_KEPT) table.days.clear()
  const spans = readSpans(table.canonical, day * DAY, (day + 1) * DAY)
  table.days.set(day, spans)
  return spans
}

/** No zone has ever changed its clocks twice between two UTC midnights, so one bisection finds the change. */
function readSpans(zone: string, start: number, end: number): readonly OffsetSpan[] {
  const before = readOffset(zone, start)
  const after = readOffset(zone, end)
  if (before === after) return [{ start, end, offset: before }]
  let low = start
  let high = end
  while (high - low > SECOND) {
    const middle = low + Math.floor((high - low) / 2 / SECOND) * SECOND
    if (readOffset(zone, middle) === before) low = middle
    else high = middle
  }
  const spans = [{ start, end: high, offset: before }]
  return high < end ? [...spans, { start: high, end, offset: after }] : spans
}

function readOffset(zone: string, moment: number): number {
  const date = new Date(moment)
  const offset = Math.round(tzOffset(zone, date) * 60) * SECOND
  return isMisreadSign(zone, date, offset) ? -offset : offset
}

/** tzOffset (@date-fns/tz 1.5) loses the sign of offsets between −1 h and 0, as Monrovia's −00:44:30 until 1972. */
function isMisreadSign(zone: string, date: Date, offset: number): boolean {
  return offset > 0 && offset < 60 * MINUTE && tzName(zone, date, 'short').includes('-')
}
