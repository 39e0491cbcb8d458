import {
  addDays,
  type CalendarDate,
  dayInterval,
  type Instant,
  type Interval,
  instantOf,
  instantsAt,
  minutes,
  overlaps,
  parseCalendarDate,
  parseTimeZoneId,
  type TimeZoneId,
  wallTimeOf,
} from '@appointease/domain'
import ICAL from 'ical.js'
import { calendarsIn } from './calendarText.ts'

export interface BusyQuestion {
  readonly within: Interval
  /** Whose clock floating times and whole days are on: the business's. */
  readonly zone: TimeZoneId
  /** UIDs of events that are no news. */
  readonly own: ReadonlySet<string>
}

/** What one series comes to at most: a rule for every second would never end. */
const MOST_STEPS = 20_000
const MOST_OCCURRENCES = 5_000
const DAY_MINUTES = 1440
const LONGEST_GAP_MINUTES = 2 * DAY_MINUTES
const DAY = 86_400_000
const NEAR = 3 * DAY

/**
 * When the events of a calendar object keep somebody busy (RFC 5545): every occurrence of a series with its exceptions,
 * whole days by the business's clock; not what is cancelled or transparent. Throws where it cannot be understood, and may
 * never come back: a rule that no day fits is gone through for ever by the library. busyTimes.ts sees to that.
 */
export function occurrencesIn(text: string, question: BusyQuestion): Interval[] {
  const events = eventsIn(text)
  const masters = events.filter((event) => !event.hasProperty('recurrence-id'))
  const exceptions = events.filter((event) => event.hasProperty('recurrence-id'))
  const found: Interval[] = []
  for (const component of masters) {
    if (question.own.has(uidOf(component))) continue
    const theirs = exceptions.filter((one) => uidOf(one) === uidOf(component))
    found.push(...occurrencesOf(component, theirs, question))
  }
  // Somebody who was invited to a single occurrence has only the exception.
  for (const component of exceptions) {
    if (masters.some((master) => uidOf(master) === uidOf(component)) || question.own.has(uidOf(component)))
      continue
    if (isBusy(component)) found.push(intervalOf(new ICAL.Event(component), question.zone))
  }
  return found.filter((interval) => overlaps(interval, question.within))
}

function occurrencesOf(
  component: ICAL.Component,
  exceptions: readonly ICAL.Component[],
  question: BusyQuestion,
): Interval[] {
  const event = new ICAL.Event(component, { strictExceptions: true, exceptions: [] })
  for (const exception of exceptions) event.relateException(exception)
  if (!event.isRecurring()) return isBusy(component) ? [intervalOf(event, question.zone)] : []
  // One may have been moved here from anywhere.
  const moved = exceptions.filter(isBusy).map((one) => intervalOf(new ICAL.Event(one), question.zone))
  return [...moved, ...regularOccurrences(event, question)]
}

/** Those of a series that are no exceptions. */
function regularOccurrences(event: ICAL.Event, { within, zone }: BusyQuestion): Interval[] {
  const found: Interval[] = []
  const lasts = event.duration.toSeconds() * 1000
  const iterator = event.iterator(nearStart(event, within.start - lasts - NEAR))
  let steps = 0
  for (let next = iterator.next(); next; next = iterator.next()) {
    steps += 1
    if (steps > MOST_STEPS || found.length > MOST_OCCURRENCES) throw new RangeError('A series without end.')
    if (dayOf(next) + lasts + NEAR < within.start) continue
    const { startDate, endDate, item } = event.getOccurrenceDetails(next)
    if (isException(item, event, next)) continue
    const interval = intervalBetween(startDate, endDate, zone)
    if (interval.start >= within.end) break
    if (isBusy(item.component)) found.push(interval)
  }
  return found
}

const STEP_DAYS: Readonly<Record<string, number>> = { DAILY: 1, WEEKLY: 7 }

/**
 * Where to begin with a series of which most is long over: as many of its own steps after its start as end before
 * `before`. Only where the steps are all alike and nobody counts them; others are gone through from their start.
 */
function nearStart(event: ICAL.Event, before: number): ICAL.Time {
  const start = event.startDate
  const rules = event.component.getAllProperties('rrule')
  const rule: unknown = rules[0]?.getFirstValue()
  if (rules.length !== 1 || !(rule instanceof ICAL.Recur) || rule.count) return start
  const stepDays = (STEP_DAYS[rule.freq] ?? 0) * rule.interval
  if (stepDays === 0) return start
  const steps = Math.floor((before - dayOf(start)) / (stepDays * DAY))
  if (steps <= 0) return start
  const near = start.clone()
  near.adjust(steps * stepDays, 0, 0, 0)
  return near
}

const dayOf = ({ year, month, day }: ICAL.Time) => Date.UTC(year, month - 1, day)

/** Not what follows an exception that holds for all that come after it (RANGE=THISANDFUTURE). */
function isException(item: ICAL.Event, series: ICAL.Event, occurrence: ICAL.Time): boolean {
  if (item.component === series.component) return false
  return !item.modifiesFuture() || String(item.recurrenceId) === String(occurrence)
}

function eventsIn(text: string): ICAL.Component[] {
  return calendarsIn(text).flatMap((calendar) => {
    nameZones(calendar)
    return calendar.getAllSubcomponents('vevent')
  })
}

/** A zone that an event names and the object does not describe is one all the same, where its name is known. */
function nameZones(calendar: ICAL.Component): void {
  for (const event of calendar.getAllSubcomponents('vevent')) {
    for (const property of event.getAllProperties()) {
      const tzid: unknown = property.getParameter('tzid')
      if (typeof tzid !== 'string' || calendar.getTimeZoneByID(tzid) || !parseTimeZoneId(tzid)) continue
      const zone = new ICAL.Component('vtimezone')
      zone.addPropertyWithValue('tzid', tzid)
      calendar.addSubcomponent(zone)
    }
  }
}

const textOf = (component: ICAL.Component, name: string) =>
  String(component.getFirstPropertyValue(name) ?? '').toUpperCase()

const uidOf = (component: ICAL.Component) => String(component.getFirstPropertyValue('uid') ?? '')

const isBusy = (component: ICAL.Component) =>
  textOf(component, 'status') !== 'CANCELLED' && textOf(component, 'transp') !== 'TRANSPARENT'

const intervalOf = ({ startDate, endDate }: ICAL.Event, zone: TimeZoneId) =>
  intervalBetween(startDate, endDate, zone)

/** What begins in an hour that the clocks leave out lasts as long as it says, wherever the clocks say that it ends. */
function intervalBetween(from: ICAL.Time, to: ICAL.Time, zone: TimeZoneId): Interval {
  const start = instantAt(from, zone)
  const end = instantAt(to, zone)
  if (end > start) return { start, end }
  return { start, end: instantOf(start + Math.max(0, to.subtractDate(from).toSeconds()) * 1000) }
}

/**
 * A zone with a name that is known here goes by what is known of it; any other by the rules that came with the event.
 * Without either, and for whole days, the clock is the business's.
 */
function instantAt(time: ICAL.Time, businessZone: TimeZoneId): Instant {
  if (time.zone === ICAL.Timezone.utcTimezone) return instantOf(time.toUnixTime() * 1000)
  const date = parseCalendarDate(time.toString().slice(0, 10))
  if (!date) throw new RangeError('A date that no calendar has.')
  if (time.isDate) return dayInterval(date, businessZone).start
  const isFloating = time.zone === ICAL.Timezone.localTimezone || !time.zone
  const named = isFloating ? businessZone : parseTimeZoneId(time.zone.tzid)
  if (!named) return instantOf(time.toUnixTime() * 1000)
  return onClock(date, time, named)
}

/** A time that the clocks leave out is counted on from before they do (RFC 5545, 3.3.5). */
function onClock(date: CalendarDate, { hour, minute, second }: ICAL.Time, zone: TimeZoneId): Instant {
  for (let back = 0; back <= LONGEST_GAP_MINUTES; back += 5) {
    const at = hour * 60 + minute - back
    const [instant] = instantsAt(addDays(date, Math.floor(at / DAY_MINUTES)), wallTimeOf(at), zone)
    if (instant !== undefined) return instantOf(instant + minutes(back) + second * 1000)
  }
  throw new RangeError('A time that no clock shows.')
}
