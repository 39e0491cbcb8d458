import { type Instant, offsetAt, offsetSpans, type TimeZoneId } from '@appointease/domain'

/**
 * A VTIMEZONE (RFC 5545, 3.6.5) for one zone around one moment: from the year before it to the fourth after. It is made
 * of the same table of zones by which appointments get their times, so that what a calendar makes of a local time is the
 * instant that was meant; a library's own table could be of another year. Changes that come back every year by one rule
 * become that rule, all that many calendars understand; others (Casablanca's, by the moon) are listed.
 */
export function timeZoneComponent(zone: TimeZoneId, around: Instant): string {
  const year = new Date(around).getUTCFullYear()
  const key = `${zone} ${year}`
  const known = kept.get(key)
  if (known !== undefined) return known
  if (kept.size >= KEPT) kept.clear()
  const component = ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...observancesOf(zone, year), 'END:VTIMEZONE']
  const text = component.join('\r\n')
  kept.set(key, text)
  return text
}

const KEPT = 200
const kept = new Map<string, string>()
const WEEK = 7 * 86_400_000
const YEARS_BEFORE = 1
const YEARS = 6

/** Offsets are local minus UTC, in milliseconds. */
interface Change {
  readonly at: number
  readonly from: number
  readonly to: number
}

function observancesOf(zone: TimeZoneId, year: number): readonly string[] {
  const start = Date.UTC(year - YEARS_BEFORE, 0, 1)
  const changes = changesIn(zone, start, Date.UTC(year - YEARS_BEFORE + YEARS, 0, 1))
  const groups = [...Map.groupBy(changes, ({ from, to }) => `${from} ${to}`).values()]
  const rules = groups.map(ruleOf)
  const isRegular = groups.length > 0 && rules.every((rule) => rule !== undefined)
  const first = offsetAt(zone, start)
  const before = isRegular ? [] : observance(zone, [{ at: start, from: first, to: first }])
  return [...before, ...groups.flatMap((group, index) => observance(zone, group, rules[index]))]
}

/** No zone changes its clocks and back within a week. */
function changesIn(zone: TimeZoneId, start: number, end: number): readonly Change[] {
  const changes: Change[] = []
  for (let week = start; week < end; week += WEEK) {
    if (offsetAt(zone, week) === offsetAt(zone, week + WEEK)) continue
    let from = offsetAt(zone, week)
    for (const span of offsetSpans(zone, week, week + WEEK)) {
      if (span.offset !== from) changes.push({ at: span.start, from, to: span.offset })
      from = span.offset
    }
  }
  return changes
}

/** The one rule by which a change comes every year, on the local clock before it. */
function ruleOf(changes: readonly Change[]): string | undefined {
  const places = changes.map(({ at, from }) => placeOf(at + from))
  const is = (place: keyof (typeof places)[number]) => new Set(places.map((one) => one[place])).size === 1
  if (changes.length !== YEARS || !is('month') || !is('weekday') || !is('time')) return undefined
  const [first] = places
  const week = is('week') ? first?.week : places.every(({ isLast }) => isLast) ? -1 : undefined
  return week === undefined ? undefined : `FREQ=YEARLY;BYMONTH=${first?.month};BYDAY=${week}${first?.weekday}`
}

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const

/** `local` is read as if it were UTC. */
function placeOf(local: number) {
  const date = new Date(local)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    weekday: WEEKDAYS[date.getUTCDay()],
    week: Math.ceil(date.getUTCDate() / 7),
    isLast: new Date(local + WEEK).getUTCMonth() !== date.getUTCMonth(),
    time: local % 86_400_000,
  }
}

function observance(zone: TimeZoneId, changes: readonly Change[], rule?: string): readonly string[] {
  const [first, ...others] = changes
  if (!first) return []
  const { from, to } = first
  const kind = to > from ? 'DAYLIGHT' : 'STANDARD'
  const onset = ({ at }: Change) => localText(at + from)
  return [
    `BEGIN:${kind}`,
    `DTSTART:${onset(first)}`,
    `TZOFFSETFROM:${offsetText(from)}`,
    `TZOFFSETTO:${offsetText(to)}`,
    `TZNAME:${nameOf(zone, first.at)}`,
    ...(rule === undefined ? others.map((change) => `RDATE:${onset(change)}`) : [`RRULE:${rule}`]),
    `END:${kind}`,
  ]
}

function localText(local: number): string {
  return new Date(local).toISOString().slice(0, 19).replace(/[-:]/g, '')
}

function offsetText(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60_000)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`
}

function nameOf(timeZone: TimeZoneId, at: number): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'short' }).formatToParts(at)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
}
