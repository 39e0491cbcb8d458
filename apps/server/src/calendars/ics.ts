import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import type { AppointmentFacts } from '../ports/messages.ts'

/** Who holds the appointment, as calendars show it. */
export interface IcsBusiness {
  readonly name: string
  /** The organiser's address, which RFC 5546 requires: the one that mails come from. */
  readonly address: string
  /** Where customers see and change their appointments. */
  readonly manageUrl: string
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
 * The appointment as one calendar object (RFC 5545, RFC 5546). Times are UTC. The UID is the same for life, whatever
 * address the server has; SEQUENCE rises with every version; METHOD is CANCEL once cancelled, else PUBLISH. The same
 * version yields the same text. The customer is not named in it.
 */
export function renderIcs(appointment: AppointmentFacts, business: IcsBusiness): string {
  const cancelled = appointment.status === 'cancelled'
  const calendar = ical({
    prodId: { company: 'AppointEase', product: 'AppointEase', language: 'EN' },
    method: cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
  })
  calendar.createEvent({
    id: `${appointment.strongId}@appointease`,
    sequence: appointment.version - 1,
    start: new Date(appointment.slot.start),
    end: new Date(appointment.slot.end),
    stamp: new Date(appointment.updatedAt),
    created: new Date(appointment.createdAt),
    lastModified: new Date(appointment.updatedAt),
    status: STATUS[appointment.status],
    transparency: cancelled ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    summary: plain(`${appointment.serviceName} – ${business.name}`),
    description: [
      `With ${plain(appointment.employeeName)}`,
      `Reference: ${appointment.strongId}`,
      `See or cancel: ${business.manageUrl}`,
    ].join('\n'),
    organizer: { name: plain(business.name), email: business.address },
    url: business.manageUrl,
  })
  return `${calendar.toString().trimEnd()}\r\n`
}

/** RFC 5545 knows no control characters in text, and a name has no line breaks. */
function plain(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}
