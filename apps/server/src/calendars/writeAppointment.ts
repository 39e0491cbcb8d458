import type { Instant } from '@appointease/domain'
import { type CalendarAccess, CalendarUnreadable } from '../ports/calendarAccess.ts'
import type {
  CalendarEntry,
  CalendarWork,
  ConnectedCalendar,
  OutsideCalendars,
} from '../ports/outsideCalendars.ts'
import { digestOf, renderEvent, updatedEvent } from './appointmentEvent.ts'

interface WritingDependencies {
  readonly calendars: Pick<OutsideCalendars, 'saveEntry' | 'removeEntry'>
  readonly access: CalendarAccess
  readonly now: Instant
}

type Put = Extract<CalendarWork, { kind: 'put' }>

/** What became of one piece of work; `problem` is in plain words. */
export type WorkEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'refused'; readonly problem: string }

const DONE: WorkEnd = { kind: 'done' }
const CONFLICT: WorkEnd = { kind: 'conflict' }
const MINUTE = 60_000
const LONGEST_PAUSE = 6 * 3_600_000

/**
 * Does one piece of work so that doing it again does no harm: what is about to be written is noted first, so that after a
 * crash it is known for what it is. What somebody has changed there is never written over: it becomes a conflict. Throws
 * CalendarUnreadable; nothing is then known to have been done.
 */
export function doCalendarWork(
  work: CalendarWork,
  calendar: ConnectedCalendar,
  deps: WritingDependencies,
): Promise<WorkEnd> {
  return work.kind === 'remove' ? remove(work.entry, deps) : put(work, calendar, deps)
}

async function put(
  { appointment, entry: former }: Put,
  calendar: ConnectedCalendar,
  { calendars, access, now }: WritingDependencies,
): Promise<WorkEnd> {
  const fresh = renderEvent(appointment)
  const digest = digestOf(fresh) ?? ''
  const entry = {
    ...(former ?? firstEntry(appointment.id, calendar, appointment.strongId, now)),
    intendedDigest: digest,
    endsAt: appointment.slot.end,
  }
  const known = [former?.digest, former?.intendedDigest, digest].filter(Boolean)
  const save = (change: Partial<CalendarEntry>) => calendars.saveEntry({ ...entry, ...change })
  const found = (conflict: 'edited' | 'deleted') =>
    save({ conflict, conflictAt: now, intendedDigest: entry.digest }).then(() => CONFLICT)

  const present = former && (await access.find(entry.href))
  if (former && former.version > 0 && !present && !entry.isForced) {
    // Not where the whole calendar is gone: that is the calendar's failure.
    await access.look()
    return found('deleted')
  }
  if (present && !entry.isForced && !known.includes(digestOf(present.text))) return found('edited')

  await save({})
  const text = present && !entry.isForced ? updatedEvent(present.text, appointment) : fresh
  const outcome = await access.put(entry.href, text, present?.etag)
  if (outcome.kind === 'refused') {
    const pause = Math.min(MINUTE * 2 ** entry.failures, LONGEST_PAUSE)
    await save({ failures: entry.failures + 1, dueAt: (now + pause) as Instant })
    return outcome
  }
  const written = {
    version: appointment.version,
    digest,
    intendedDigest: '',
    isForced: false,
    failures: 0,
    dueAt: now,
  }
  if (outcome.kind === 'written' && outcome.etag !== '') {
    await save({ ...written, etag: outcome.etag })
    return DONE
  }
  // Somebody was quicker, or this process was and did not live to know it, or the server has written something of its own.
  const there = await access.find(entry.href)
  if (there && digestOf(there.text) === digest) {
    await save({ ...written, etag: there.etag })
    return DONE
  }
  if (there) return found('edited')
  throw new CalendarUnreadable('The calendar’s server did not keep an appointment that it was given.')
}

async function remove(
  entry: CalendarEntry,
  { calendars, access, now }: WritingDependencies,
): Promise<WorkEnd> {
  const present = await access.find(entry.href)
  const known = [entry.digest, entry.intendedDigest].filter(Boolean)
  const isOurs = present && known.includes(digestOf(present.text) ?? '-')
  if (present && !isOurs && !entry.isForced) {
    await calendars.saveEntry({ ...entry, conflict: 'edited', conflictAt: now })
    return CONFLICT
  }
  const outcome = present ? await access.remove(entry.href, present.etag) : undefined
  if (outcome?.kind === 'refused') {
    const pause = Math.min(MINUTE * 2 ** entry.failures, LONGEST_PAUSE)
    await calendars.saveEntry({ ...entry, failures: entry.failures + 1, dueAt: (now + pause) as Instant })
    return outcome
  }
  // Changed between the look and the removal: the next look sees by whom.
  if (outcome?.kind !== 'changed') await calendars.removeEntry(entry.id)
  return DONE
}

function firstEntry(
  appointmentId: number,
  { employeeId, url }: ConnectedCalendar,
  strongId: string,
  now: Instant,
): Omit<CalendarEntry, 'id'> {
  return {
    employeeId,
    appointmentId,
    href: new URL(`${encodeURIComponent(strongId)}.ics`, url).href,
    version: 0,
    etag: '',
    digest: '',
    intendedDigest: '',
    isForced: false,
    conflict: '',
    conflictAt: undefined,
    endsAt: now,
    failures: 0,
    dueAt: now,
  }
}
