import {
  parseWallTime,
  type WallInterval,
  type WallTime,
  type Weekday,
  type WeeklyHours,
} from '@appointease/domain'

export const WEEKDAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** `9:00`, `09:00`, `09:00:00`; 24:00 is midnight. */
function readTime(text: unknown): WallTime | undefined {
  const [, hours = '', minutes] = /^(\d{1,2}):(\d{2})(?::\d{2})?$/.exec(String(text).trim()) ?? []
  return parseWallTime(`${hours === '24' ? '00' : hours.padStart(2, '0')}:${minutes}`)
}

/** Undefined where it is none; from midnight to midnight is a whole day. */
export function readInterval(start: unknown, end: unknown): WallInterval | undefined {
  const [from, until] = [readTime(start), readTime(end)]
  if (from === undefined || until === undefined) return undefined
  const isEmpty = from === until && !String(end).trim().startsWith('24')
  return isEmpty ? undefined : { start: from, end: until }
}

/** `["09:00","17:00"]`, several of these, or `{"start":"09:00","end":"17:00"}`; undefined where it is none. */
function readDay(value: unknown): readonly WallInterval[] | undefined {
  if (value === null || value === false || value === '') return []
  if (Array.isArray(value)) {
    if (value.length === 2 && value.every((one) => typeof one === 'string')) return readAll([value])
    return readAll(value)
  }
  return typeof value === 'object' ? readAll([value]) : undefined
}

function readAll(values: readonly unknown[]): readonly WallInterval[] | undefined {
  const intervals = values.map((value) => {
    if (Array.isArray(value)) return readInterval(value[0], value[1])
    const { start, end } = (value ?? {}) as { start?: unknown; end?: unknown }
    return readInterval(start, end)
  })
  return intervals.every((one) => one !== undefined) ? intervals : undefined
}

/** The original's JSON by weekday, in three letters or more; undefined where any of it cannot be read. */
export function readWorkingHours(text: string): WeeklyHours | undefined {
  let days: unknown
  try {
    days = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof days !== 'object' || days === null || Array.isArray(days)) return undefined
  const hours: { [Day in Weekday]?: readonly WallInterval[] } = {}
  for (const [name, value] of Object.entries(days)) {
    const day = WEEKDAYS.find((one) => one === name.slice(0, 3).toLowerCase())
    const intervals = readDay(value)
    if (day === undefined || intervals === undefined) return undefined
    if (intervals.length > 0) hours[day] = intervals
  }
  return hours
}

const MIDNIGHT = '24:00'
const endOf = ({ end }: WallInterval): string => (end === '00:00' ? MIDNIGHT : end)

/** When anybody is there, for those who ask for the business's hours; what reaches past midnight ends there. */
export function openingHours(everybody: readonly WeeklyHours[]): WeeklyHours {
  const hours: { [Day in Weekday]?: readonly WallInterval[] } = {}
  for (const day of WEEKDAYS) {
    const present = everybody
      .flatMap((one) => one[day] ?? [])
      .map((one) => ({ start: one.start as string, end: endOf(one) < one.start ? MIDNIGHT : endOf(one) }))
      .sort((one, other) => (one.start < other.start ? -1 : 1))
    const joined: { start: string; end: string }[] = []
    for (const interval of present) {
      const last = joined.at(-1)
      if (!last || last.end < interval.start) joined.push({ ...interval })
      else if (last.end < interval.end) last.end = interval.end
    }
    const intervals = joined.map(({ start, end }) => readInterval(start, end))
    if (intervals.length > 0) hours[day] = intervals.filter((one) => one !== undefined)
  }
  return hours
}
