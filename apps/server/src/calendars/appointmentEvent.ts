import { createHash } from 'node:crypto'
import ICAL from 'ical.js'
import ical, { ICalEventStatus } from 'ical-generator'
import type { AppointmentRecord } from '../ports/appointments.ts'
import { calendarsIn } from './calendarText.ts'

const DOMAIN = '@appointease'

/** The same for life, and the same as that of the file in the customer's mail. */
const uidOf = (strongId: string) => `${strongId}${DOMAIN}`

/** The reference of the appointment that an event with this UID could be. */
export const referenceOf = (uid: string) => (uid.endsWith(DOMAIN) ? uid.slice(0, -DOMAIN.length) : undefined)

export type EventFacts = Pick<
  AppointmentRecord,
  'strongId' | 'status' | 'slot' | 'name' | 'serviceName' | 'version' | 'createdAt' | 'updatedAt'
>

/** Of what somebody sees of an event. */
const SEEN = ['summary', 'dtstart', 'dtend', 'status', 'sequence', 'dtstamp', 'last-modified'] as const

/**
 * The appointment as the employee's calendar has it (RFC 4791, 4.1: one object, no METHOD). Nobody is invited: a server that
 * sends invitations would send some. Address, telephone and notes stay here.
 */
export function renderEvent(appointment: EventFacts): string {
  const calendar = ical({ prodId: { company: 'AppointEase', product: 'AppointEase', language: 'EN' } })
  calendar.createEvent({
    id: uidOf(appointment.strongId),
    sequence: appointment.version - 1,
    start: new Date(appointment.slot.start),
    end: new Date(appointment.slot.end),
    stamp: new Date(appointment.updatedAt),
    created: new Date(appointment.createdAt),
    lastModified: new Date(appointment.updatedAt),
    status: appointment.status === 'pending' ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED,
    summary: plain(`${appointment.serviceName} – ${appointment.name}`),
    description: `Reference: ${appointment.strongId}`,
  })
  return `${calendar.toString().trimEnd()}\r\n`
}

/**
 * Fingerprint of what an event says of when it is and what it is called. A server may write it out in another way, and
 * somebody may add a reminder to it, without its being another event. Undefined: the text is no event.
 */
export function digestOf(text: string): string | undefined {
  const event = onlyEvent(text)
  if (!event) return undefined
  try {
    const { uid, summary, startDate, endDate } = new ICAL.Event(event)
    const status = String(event.getFirstPropertyValue('status') ?? '').toUpperCase()
    const recurs = event.hasProperty('rrule') || event.hasProperty('rdate')
    const said = [uid, summary, startDate.toUnixTime(), endDate.toUnixTime(), status, recurs]
    return createHash('sha256').update(JSON.stringify(said)).digest('hex')
  } catch {
    return undefined
  }
}

/** The event that stands there with the appointment as it is now; what somebody has added to it stays. */
export function updatedEvent(present: string, appointment: EventFacts): string {
  const fresh = renderEvent(appointment)
  const [calendar] = calendarsIn(present)
  const event = onlyEvent(present, calendar)
  const source = onlyEvent(fresh)
  if (!calendar || !event || !source) return fresh
  for (const name of SEEN) {
    event.removeAllProperties(name)
    const property = source.getFirstProperty(name)
    if (property) event.addProperty(ICAL.Property.fromString(property.toICALString()))
  }
  return `${calendar.toString()}\r\n`
}

function onlyEvent(text: string, parsed?: ICAL.Component): ICAL.Component | undefined {
  try {
    const [calendar] = parsed ? [parsed] : calendarsIn(text)
    const events = calendar?.getAllSubcomponents('vevent') ?? []
    return events.length === 1 ? events[0] : undefined
  } catch {
    return undefined
  }
}

/** RFC 5545 knows no control characters in text, and a name has no line breaks. */
function plain(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}
