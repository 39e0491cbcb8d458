import { createHash } from 'node:crypto'
import { addDays, dayInterval, type Instant, type Interval } from '@appointease/domain'
import type { CalendarAccess, OutsideObject } from '../ports/calendarAccess.ts'
import type { Catalog } from '../ports/catalog.ts'
import type { CalendarEntry, ConnectedCalendar, OutsideCalendars } from '../ports/outsideCalendars.ts'
import { bookingWindowAt } from '../queries/bookingWindow.ts'
import { digestOf, referenceOf } from './appointmentEvent.ts'
import { busyTimesOf } from './busyTimes.ts'
import { uidsIn } from './calendarText.ts'

/** What a look at a calendar came to; `busyTimes` undefined: as they were, or not asked for. */
export interface Reading {
  readonly mark: string
  readonly problem: string
  readonly busyTimes: readonly Interval[] | undefined
  /** Entries that are not as they were known to be: changed by somebody there, or by the server without meaning anything. */
  readonly changed: readonly CalendarEntry[]
}

interface ReadingDependencies {
  readonly calendars: Pick<OutsideCalendars, 'listKnownReferences' | 'listSettledEntries'>
  readonly access: CalendarAccess
  readonly catalog: Catalog
  readonly now: Instant
}

/** More than a day's events reach beyond the dates that are asked about, whichever zone they are in. */
const REACH_DAYS = 2
/** What nobody could take in, and the catalog should not have to hold. */
const MOST_BUSY_TIMES = 5_000

/** All of the booking window that somebody may still book. */
function windowOf({ settings }: Catalog, now: Instant): Interval {
  const { rules } = settings
  const { today, lastDate } = bookingWindowAt(rules, now)
  return {
    start: dayInterval(addDays(today, -REACH_DAYS), rules.timeZone).start,
    end: dayInterval(addDays(lastDate, REACH_DAYS), rules.timeZone).end,
  }
}

/**
 * Asks whether anything has changed, with one small request, and reads the events of the booking window where something
 * has, or the window is another one. Throws CalendarUnreadable.
 */
export async function readCalendar(
  calendar: ConnectedCalendar,
  { calendars, access, catalog, now }: ReadingDependencies,
): Promise<Reading> {
  const within = windowOf(catalog, now)
  const seen = await access.look()
  const { timeZone } = catalog.settings.rules
  const mark = seen === '' ? '' : fingerprint([seen, within, timeZone, calendar.readsBusy])
  if (mark !== '' && mark === calendar.mark)
    return { mark, problem: calendar.problem, busyTimes: undefined, changed: [] }

  const objects = await access.listObjects(within)
  const entries = await calendars.listSettledEntries(calendar.employeeId, now)
  const changed = await changedEntries(entries, objects, access, now)
  if (!calendar.readsBusy) return { mark, problem: '', busyTimes: undefined, changed }

  const uids = objects.flatMap(({ text }) => uidsIn(text))
  const ours = await calendars.listKnownReferences(uids.flatMap((uid) => referenceOf(uid) ?? []))
  const own = new Set(uids.filter((uid) => ours.has(referenceOf(uid) ?? '')))
  const { intervals, notUnderstood } = await busyTimesOf(
    objects.map(({ text }) => text),
    { within, zone: timeZone, own },
  )
  const tooMany = intervals.length > MOST_BUSY_TIMES
  const problem = tooMany
    ? `It has more than ${MOST_BUSY_TIMES} busy times; those after ${MOST_BUSY_TIMES} are left out.`
    : notUnderstood > 0
      ? `${notUnderstood} of ${objects.length} events cannot be understood and keep nobody from booking.`
      : ''
  return { mark, problem, busyTimes: intervals.slice(0, MOST_BUSY_TIMES), changed }
}

/** Of what was written there, what is no longer as it was. */
async function changedEntries(
  entries: readonly CalendarEntry[],
  objects: readonly OutsideObject[],
  access: CalendarAccess,
  now: Instant,
): Promise<readonly CalendarEntry[]> {
  const byHref = new Map(objects.map((object) => [object.href, object]))
  const changed: CalendarEntry[] = []
  for (const entry of entries) {
    const listed = byHref.get(entry.href)
    if (listed && listed.etag === entry.etag && entry.etag !== '') continue
    // One that is not among those of the window was moved out of it, or removed.
    const object = listed ?? (await access.find(entry.href))
    if (!object) changed.push({ ...entry, conflict: 'deleted', conflictAt: now })
    else if (digestOf(object.text) !== entry.digest)
      changed.push({ ...entry, conflict: 'edited', conflictAt: now })
    else changed.push({ ...entry, etag: object.etag })
  }
  return changed.filter((entry) => !entries.some((before) => isSame(before, entry)))
}

const isSame = (one: CalendarEntry, other: CalendarEntry) =>
  one.id === other.id && one.etag === other.etag && one.conflict === other.conflict

const fingerprint = (facts: unknown) => createHash('sha256').update(JSON.stringify(facts)).digest('hex')
