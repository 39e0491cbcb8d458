/** Calendar dates are `YYYY-MM-DD`, months `YYYY-MM`; neither has a zone. */

const DAY_MS = 86_400_000
const isoOf = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 10)

export const addDays = (date: string, days: number): string => isoOf(Date.parse(date) + days * DAY_MS)

export function addMonths(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return isoOf(Date.UTC(year, number - 1 + months, 1)).slice(0, 7)
}

export const lastDateOf = (month: string): string => addDays(`${addMonths(month, 1)}-01`, -1)

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterFor(zone: string): Intl.DateTimeFormat {
  const formatter =
    formatters.get(zone) ??
    new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
  formatters.set(zone, formatter)
  return formatter
}

/** `2026-12-01T10:00` on the wall in `zone` at `instant` (milliseconds since 1970). */
export function wallClock(instant: number, zone: string): string {
  const parts: Record<string, string> = {}
  for (const { type, value } of formatterFor(zone).formatToParts(instant)) parts[type] = value
  const hour = parts.hour === '24' ? '00' : parts.hour
  return `${parts.year}-${parts.month}-${parts.day}T${hour}:${parts.minute}`
}

export const todayIn = (zone: string, now: number): string => wallClock(now, zone).slice(0, 10)

/**
 * The instants at which the wall in `zone` shows `date` and `time`, in order: none in the gap when clocks go forward,
 * two in the hour that comes twice when they go back.
 */
export function instantsOf(date: string, time: string, zone: string): number[] {
  const wanted = `${date}T${time}`
  const asUtc = Date.parse(`${wanted}:00Z`)
  // Offsets in use lie within a day; those around the time in question are the only candidates.
  const offsets = [-DAY_MS, 0, DAY_MS].map((shift) => {
    const around = asUtc + shift
    return Date.parse(`${wallClock(around, zone)}:00Z`) - around
  })
  const candidates = [...new Set(offsets.map((offset) => asUtc - offset))]
  return candidates.filter((instant) => wallClock(instant, zone) === wanted).sort((a, b) => a - b)
}
