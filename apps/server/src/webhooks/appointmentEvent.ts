import type { AppointmentWebhook, WebhookAppointment, WebhookEventType } from '@appointease/contract'
import { formatInstant, wallClockAt } from '@appointease/domain'
import { instantText } from '../instantText.ts'
import { decimalAmount } from '../money.ts'
import type { AppointmentRecord, HistoryEntry } from '../ports/appointments.ts'
import type { WebhookEvent } from '../ports/webhooks.ts'

/**
 * What is told of a change, from its entry in the history and the appointment after it; undefined where nothing is, as when
 * a pending one is confirmed. One version of an appointment makes at most one event: its id is made of both.
 */
export function appointmentEvent(
  entry: HistoryEntry,
  appointment: AppointmentRecord,
): WebhookEvent | undefined {
  const type = typeOf(entry, appointment)
  if (type === undefined) return undefined
  const eventId = `${appointment.strongId}-v${appointment.version}-${type.replace('appointment.', '')}`
  const { at, by, from } = entry
  const body: AppointmentWebhook = {
    id: eventId,
    type,
    created_at: instantText(at),
    by: by as AppointmentWebhook['by'],
    appointment: present(appointment),
    ...(from && {
      previous: {
        start_utc: formatInstant(from.start),
        employee_id: from.employeeId,
        status: from.status,
      },
    }),
  }
  return { eventId, type, body: JSON.stringify(body), at }
}

function typeOf({ action }: HistoryEntry, { status }: AppointmentRecord): WebhookEventType | undefined {
  if (action !== 'status') return `appointment.${action}`
  switch (status) {
    case 'completed':
    case 'no_show':
    case 'cancelled':
      return `appointment.${status}`
    default:
      return undefined
  }
}

function present(appointment: AppointmentRecord): WebhookAppointment {
  const { slot, timeZone, priceMinor, currency } = appointment
  const wall = wallClockAt(slot.start, timeZone)
  return {
    id: appointment.id,
    strong_id: appointment.strongId,
    status: appointment.status,
    version: appointment.version,
    start_utc: formatInstant(slot.start),
    end_utc: formatInstant(slot.end),
    appointment_date: `${wall.date} ${wall.time}:00`,
    timezone: timeZone,
    service_id: appointment.serviceId,
    service_name: appointment.serviceName,
    employee_id: appointment.employeeId,
    staff_name: appointment.employeeName,
    price: decimalAmount(priceMinor, currency),
    currency,
    name: appointment.name,
    email: appointment.email,
    phone: appointment.phone,
    notes: appointment.notes,
    fields: { ...appointment.fields },
    created_at: instantText(appointment.createdAt),
  }
}
