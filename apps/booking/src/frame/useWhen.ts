import { __, sprintf } from '@wordpress/i18n'
import { useApp } from '../app.tsx'
import { zoneName } from '../words/zones.ts'
import { useZone } from './zone.tsx'

interface Span {
  start_utc: string
  end_utc: string
}

/** Dates and times of a slot as this visitor reads them. */
export function useWhen() {
  const { formats } = useApp()
  const { zone, businessZone, differs, isBusinessZone } = useZone()
  const day = ({ start_utc }: Span) => formats.dayAt(Date.parse(start_utc), zone)
  const range = ({ start_utc, end_utc }: Span) =>
    formats.timeRange(Date.parse(start_utc), Date.parse(end_utc), zone)
  const together = (date: string, time: string) =>
    /* translators: 1: a date. 2: a time, or a time from and to. */
    sprintf(__('%1$s, %2$s', 'appointease'), date, time)
  /** The business's calendar may be a day off from this visitor's: then a bare date says whose it is. */
  const onTheirCalendar = (date: string) =>
    isBusinessZone
      ? date
      : /* translators: 1: a date, such as "Tue, 1 Dec". 2: a town that stands for a time zone, such as "London". */
        sprintf(__('%1$s (%2$s)', 'appointease'), date, zoneName(businessZone))
  return {
    day,
    /** "Tue, 1 Dec (London)", of a date on the business's calendar. */
    date: (date: string) => onTheirCalendar(formats.day(date)),
    fullDate: (date: string) => onTheirCalendar(formats.fullDay(date)),
    fullDay: ({ start_utc }: Span) => formats.fullDayAt(Date.parse(start_utc), zone),
    /** "Tuesday, 1 December 2026," with its times to follow. */
    fullDayBefore: ({ start_utc }: Span) =>
      /* translators: %s: a date; what follows is a time from and to. */
      sprintf(__('%s,', 'appointease'), formats.fullDayAt(Date.parse(start_utc), zone)),
    range,
    /** "Tue, 1 Dec, 10:00" */
    start: (slot: Span) => together(day(slot), formats.time(Date.parse(slot.start_utc), zone)),
    /** "Tue, 1 Dec, 10:00", of an instant. */
    moment: (instant: number) => together(formats.dayAt(instant, zone), formats.time(instant, zone)),
    /** "Tue, 1 Dec, 15:00 – 15:30 (London)" on the business's clock, where that shows another time than is shown here. */
    there: ({ start_utc, end_utc }: Span) => {
      if (isBusinessZone) return ''
      const [start, end] = [Date.parse(start_utc), Date.parse(end_utc)]
      return onTheirCalendar(
        together(formats.dayAt(start, businessZone), formats.timeRange(start, end, businessZone)),
      )
    },
    zoneNote: differs
      ? /* translators: %s: a town that stands for a time zone, such as "New York". */
        sprintf(__('%s time', 'appointease'), zoneName(zone))
      : '',
  }
}
