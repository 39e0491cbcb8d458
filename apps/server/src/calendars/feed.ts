import { setImmediate as turn } from 'node:timers/promises'
import ical, { foldLines, ICalEvent, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import type { CalendarEntry } from '../ports/appointments.ts'

export interface FeedContent {
  /** As calendar programs list it. */
  readonly name: string
  /** For programs that show one for the whole calendar; every time in it is UTC. */
  readonly timeZone: string
  readonly entries: readonly CalendarEntry[]
}

/** How soon a program that heeds it looks again. */
const REFRESH_SECONDS = 15 * 60
/** So many are written before others have their turn. */
const AT_ONCE = 200

const STATUS = {
  pending: ICalEventStatus.TENTATIVE,
  confirmed: ICalEventStatus.CONFIRMED,
  completed: ICalEventStatus.CONFIRMED,
  no_show: ICalEventStatus.CONFIRMED,
  cancelled: ICalEventStatus.CANCELLED,
} as const

/**
 * A calendar to subscribe to (RFC 5545, RFC 7986). Each appointment has the UID that its mails' files have; buffers are not
 * in it. The same content yields the same text.
 */
export async function renderFeed({ name, timeZone, entries }: FeedContent): Promise<string> {
  const calendar = ical({
    prodId: { company: 'AppointEase', product: 'AppointEase', language: 'EN' },
    name: plain(name),
    ttl: REFRESH_SECONDS,
  })
  calendar.x('X-WR-TIMEZONE', timeZone)
  const [head = '', tail = ''] = calendar.toString().split(/(?=END:VCALENDAR)/)
  const parts = [head]
  for (let first = 0; first < entries.length; first += AT_ONCE) {
    if (first > 0) await turn()
    for (const entry of entries.slice(first, first + AT_ONCE)) {
      const event = new ICalEvent(eventOf(entry), calendar)
      parts.push(`${foldLines(event.toString().trimEnd())}\r\n`)
    }
  }
  return `${parts.join('')}${tail.trimEnd()}\r\n`
}

function eventOf(entry: CalendarEntry): ConstructorParameters<typeof ICalEvent>[0] {
  const isCancelled = entry.status === 'cancelled'
  return {
    id: `${entry.strongId}@appointease`,
    sequence: entry.version - 1,
    start: new Date(entry.slot.start),
    end: new Date(entry.slot.end),
    stamp: new Date(entry.updatedAt),
    created: new Date(entry.createdAt),
    lastModified: new Date(entry.updatedAt),
    status: STATUS[entry.status],
    transparency: isCancelled ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    summary: plain(`${entry.serviceName} – ${entry.name}`),
    description: [`With ${plain(entry.employeeName)}`, `Reference: ${entry.strongId}`].join('\n'),
  }
}

/** RFC 5545 knows no control characters in text, and a name has no line breaks. */
function plain(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}
