import type { AppointmentReply, BookAppointmentReply } from '@appointease/contract'
import { formatInstant, type Instant, mayCancel, mayReschedule, wallClockAt } from '@appointease/domain'
import type { Booked } from '../../commands/bookAppointment.ts'
import { instantText } from '../../instantText.ts'
import { decimalAmount } from '../../money.ts'
import type { AppointmentRecord, HistoryEntry } from '../../ports/appointments.ts'

/** An appointment as its own customer sees it. */
export function presentAppointment(
  appointment: AppointmentRecord,
  history: readonly HistoryEntry[],
  cutoffs: Booked['cutoffs'],
  now: Instant,
): AppointmentReply {
  const { slot, status, timeZone } = appointment
  const changeable = status === 'pending' || status === 'confirmed'
  const wall = wallClockAt(slot.start, timeZone)
  return {
    id: appointment.id,
    strong_id: appointment.strongId,
    name: appointment.name,
    email: appointment.email,
    phone: appointment.phone,
    appointment_date: `${wall.date} ${wall.time}:00`,
    start_utc: formatInstant(slot.start),
    end_utc: formatInstant(slot.end),
    timezone: timeZone,
    service_id: appointment.serviceId,
    service_name: appointment.serviceName,
    employee_id: appointment.employeeId,
    staff_name: appointment.employeeName,
    status,
    price: decimalAmount(appointment.priceMinor, appointment.currency),
    notes: appointment.notes,
    can_cancel: changeable && mayCancel(cutoffs, slot, now, CUSTOMER).ok,
    can_reschedule: changeable && mayReschedule(cutoffs, slot, now, CUSTOMER).ok,
    version: appointment.version,
    created_at: instantText(appointment.createdAt),
    history: history.map(presentHistory),
  }
}

/** As it was when it was made, so that a retry gets the first reply again. */
export function presentBooked(
  { appointment, cutoffs }: Booked,
  urlOf: (appointment: AppointmentRecord) => string,
): BookAppointmentReply {
  const made: HistoryEntry = {
    at: appointment.createdAt,
    action: 'created',
    by: 'customer',
    reason: '',
  }
  const waiting = appointment.status === 'pending'
  return {
    success: true,
    appointment_id: appointment.id,
    strong_id: appointment.strongId,
    message: waiting ? 'We have your request and will confirm it soon.' : 'Your appointment is booked.',
    appointment: presentAppointment(appointment, [made], cutoffs, appointment.createdAt),
    manage_url: urlOf(appointment),
  }
}

const CUSTOMER = { staff: false }

function presentHistory({ at, action, by, from, to }: HistoryEntry): AppointmentReply['history'][number] {
  const actor = by as AppointmentReply['history'][number]['by']
  const entry = { at: instantText(at), action, by: actor }
  if (!from || !to) return entry
  if (action === 'rescheduled')
    return {
      ...entry,
      from: formatInstant(from.start),
      to: formatInstant(to.start),
    }
  return { ...entry, from: from.status, to: to.status }
}
