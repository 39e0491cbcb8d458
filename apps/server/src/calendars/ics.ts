import { type Instant, instantsAt, wallClockAt } from '@appointease/domain'
import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator'
import type { AppointmentFacts } from '../ports/messages.ts'
import { timeZoneComponent } from './timeZoneComponent.ts'

/** Who holds the appointment, as calendars show it. */
export interface IcsBusiness {
  readonly name: string
  /** The organiser's address, which RFC 5546 requires: the one that mails come from. */
  readonly address: string
  /** Where whoever reads it sees and changes the appointment, if there is such a place. */
  readonly manageUrl?: string | undefined
}

/** The lines of the description, in the language of whoever reads it. */
interface IcsWords {
  readonly employee: (name: string) => string
  readonly reference: (reference: string) => string
  readonly manage: (address: string) => string
}

/** To whom the entry is sent by mail. */
export interface IcsInvitee {
  readonly name: string
  readonly address: string
}

export interface IcsOptions {
  readonly words: IcsWords
  /** Where there is one, the entry is an invitation (RFC 6047), which mail programs show as an event. */
  readonly invitee?: IcsInvitee
  /** In place of the service's and the business's. */
  readonly summary?: string
  /** Takes the entry back although the appointment stands: it is no longer the invitee's. */
  readonly isWithdrawn?: boolean
}

export const ICS_CONTENT_TYPE = 'text/calendar; charset=utf-8'

const STATUS = {
  pending: ICalEventStatus.TENTATIVE,
  confirmed: ICalEventStatus.CONFIRMED,
  completed: ICalEventStatus.CONFIRMED,
  no_show: ICalEventStatus.CONFIRMED,
  cancelled: ICalEventStatus.CANCELLED,
} as const

/**
 * The appointment as one calendar object (RFC 5545, RFC 5546). Times are the business's, whose zone goes along. The UID is
 * the same for life, whatever address the server has; SEQUENCE rises with every version; METHOD is CANCEL once cancelled,
 * REQUEST for an invitee, else PUBLISH. The same version yields the same text. Nobody but the invitee is named in it as a
 * customer.
 */
export function renderIcs(appointment: AppointmentFacts, business: IcsBusiness, options: IcsOptions): string {
  const { words, invitee, isWithdrawn = false } = options
  const { manageUrl } = business
  const cancelled = isWithdrawn || appointment.status === 'cancelled'
  const calendar = ical({
    prodId: { company: 'AppointEase', product: 'AppointEase', language: 'EN' },
    method: methodOf(appointment, options),
  })
  const event = calendar.createEvent({
    id: `${appointment.strongId}@appointease`,
    sequence: appointment.version - 1,
    start: new Date(appointment.slot.start),
    end: new Date(appointment.slot.end),
    stamp: new Date(appointment.updatedAt),
    created: new Date(appointment.createdAt),
    lastModified: new Date(appointment.updatedAt),
    status: cancelled ? ICalEventStatus.CANCELLED : STATUS[appointment.status],
    transparency: cancelled ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    summary: plain(options.summary ?? `${appointment.serviceName} – ${business.name}`),
    description: [
      words.employee(plain(appointment.employeeName)),
      words.reference(appointment.strongId),
      ...(manageUrl === undefined ? [] : [words.manage(manageUrl)]),
    ].join('\n'),
    organizer: { name: parameter(business.name), email: business.address },
    ...(manageUrl !== undefined && { url: manageUrl }),
  })
  if (invitee)
    event.createAttendee({
      ...(parameter(invitee.name) !== '' && { name: parameter(invitee.name) }),
      email: invitee.address,
      role: ICalAttendeeRole.REQ,
      // They have booked it, or take it as it comes: there is nothing to answer.
      status: ICalAttendeeStatus.ACCEPTED,
      rsvp: false,
    })
  return `${onLocalClock(calendar.toString().trimEnd(), appointment)}\r\n`
}

export function methodOf(
  { status }: Pick<AppointmentFacts, 'status'>,
  { invitee, isWithdrawn }: Pick<IcsOptions, 'invitee' | 'isWithdrawn'>,
): ICalCalendarMethod {
  if (isWithdrawn || status === 'cancelled') return ICalCalendarMethod.CANCEL
  return invitee ? ICalCalendarMethod.REQUEST : ICalCalendarMethod.PUBLISH
}

/**
 * What is in UTC becomes local time with its zone. ical-generator (11.1) writes a native Date's UTC hours as if they were
 * local, and with a zone it leaves DTSTAMP without its Z. A time that comes twice that day cannot be told apart on a local
 * clock (RFC 5545, 3.3.5): then both stay in UTC.
 */
function onLocalClock(text: string, { slot, timeZone }: AppointmentFacts): string {
  if (/^(Etc\/)?UTC$/.test(timeZone)) return text
  const start = localText(slot.start, timeZone)
  const end = localText(slot.end, timeZone)
  if (start === undefined || end === undefined) return text
  return text
    .replace(/^DTSTART:.*$/m, `DTSTART;TZID=${timeZone}:${start}`)
    .replace(/^DTEND:.*$/m, `DTEND;TZID=${timeZone}:${end}`)
    .replace(/^BEGIN:VEVENT/m, `${timeZoneComponent(timeZone, slot.start)}\r\nBEGIN:VEVENT`)
}

function localText(at: Instant, timeZone: AppointmentFacts['timeZone']): string | undefined {
  const { date, time } = wallClockAt(at, timeZone)
  return instantsAt(date, time, timeZone).length === 1 ? `${date}T${time}00`.replace(/[-:]/g, '') : undefined
}

/** RFC 5545 knows no control characters in text, and a name has no line breaks. */
function plain(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}

/** The value of a parameter stands in quotes, and few calendars know how another one in it is written (RFC 6868). */
function parameter(text: string): string {
  return plain(text.replace(/["^]/g, "'"))
}
