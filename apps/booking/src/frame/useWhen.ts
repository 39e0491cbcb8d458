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
  const { zone, differs } = useZone()
  const day = ({ start_utc }: Span) => formats.dayAt(Date.parse(start_utc), zone)
  const range = ({ start_utc, end_utc }: Span) =>
    formats.timeRange(Date.parse(start_utc), Date.parse(end_utc), zone)
  return {
    day,
    fullDay: ({ start_utc }: Span) => formats.fullDayAt(Date.parse(start_utc), zone),
    range,
    /** "Tue, 1 Dec, 10:00" */
    start: (slot: Span) => `${day(slot)}, ${formats.time(Date.parse(slot.start_utc), zone)}`,
    zoneNote: differs
      ? /* translators: %s: a town that stands for a time zone, such as "New York". */
        sprintf(__('%s time', 'appointease'), zoneName(zone))
      : '',
  }
}
