import { type AppointmentStatus, type Instant, type TimeZoneId, wallClockAt } from '@appointease/domain'
import type { Insertable, Selectable } from 'kysely'
import type { AppointmentRecord, HistoryAction, HistoryEntry } from '../../ports/appointments.ts'
import type { AppointmentRow, HistoryRow } from './schema.ts'

type NewAppointment = Omit<AppointmentRecord, 'id' | 'version'>

/** The start on the business's wall clock, as WordPress writes a datetime. */
function appointmentDate({ slot, timeZone }: NewAppointment): string {
  const { date, time } = wallClockAt(slot.start, timeZone)
  return `${date} ${time}:00`
}

export const toAppointmentRow = (
  appointment: NewAppointment,
  version: number,
): Insertable<AppointmentRow> => ({
  strong_id: appointment.strongId,
  status: appointment.status,
  service_id: appointment.serviceId,
  employee_id: appointment.employeeId,
  appointment_date: appointmentDate(appointment),
  slot_start: appointment.slot.start,
  slot_end: appointment.slot.end,
  occupied_start: appointment.occupied.start,
  occupied_end: appointment.occupied.end,
  time_zone: appointment.timeZone,
  name: appointment.name,
  email: appointment.email,
  phone: appointment.phone,
  notes: appointment.notes,
  customer_time_zone: appointment.customerTimeZone,
  customer_locale: appointment.customerLocale,
  price_minor: appointment.priceMinor,
  currency: appointment.currency,
  service_name: appointment.serviceName,
  employee_name: appointment.employeeName,
  fields: JSON.stringify(appointment.fields),
  version,
  made_at: appointment.createdAt,
  changed_at: appointment.updatedAt,
})

export const toAppointment = (row: Selectable<AppointmentRow>): AppointmentRecord => ({
  id: row.id,
  strongId: row.strong_id,
  status: row.status as AppointmentStatus,
  serviceId: row.service_id,
  employeeId: row.employee_id,
  slot: { start: row.slot_start as Instant, end: row.slot_end as Instant },
  occupied: { start: row.occupied_start as Instant, end: row.occupied_end as Instant },
  timeZone: row.time_zone as TimeZoneId,
  name: row.name,
  email: row.email,
  phone: row.phone,
  notes: row.notes,
  customerTimeZone: row.customer_time_zone,
  customerLocale: row.customer_locale,
  priceMinor: row.price_minor,
  currency: row.currency,
  serviceName: row.service_name,
  employeeName: row.employee_name,
  fields: JSON.parse(row.fields) as Record<string, string>,
  version: row.version,
  createdAt: row.made_at as Instant,
  updatedAt: row.changed_at as Instant,
})

export const toHistoryRow = (appointmentId: number, entry: HistoryEntry): Insertable<HistoryRow> => ({
  appointment_id: appointmentId,
  at: entry.at,
  action: entry.action,
  actor: entry.by,
  reason: entry.reason,
  from_start: entry.from?.start ?? null,
  from_employee_id: entry.from?.employeeId ?? null,
  from_status: entry.from?.status ?? null,
  to_start: entry.to?.start ?? null,
  to_employee_id: entry.to?.employeeId ?? null,
  to_status: entry.to?.status ?? null,
})

type Point = NonNullable<HistoryEntry['from']>

function toPoint(start: number | null, employeeId: number | null, status: string | null): Point | undefined {
  if (start === null || employeeId === null || status === null) return undefined
  return { start: start as Instant, employeeId, status: status as AppointmentStatus }
}

export function toHistoryEntry(row: Selectable<HistoryRow>): HistoryEntry {
  const from = toPoint(row.from_start, row.from_employee_id, row.from_status)
  const to = toPoint(row.to_start, row.to_employee_id, row.to_status)
  return {
    at: row.at as Instant,
    action: row.action as HistoryAction,
    by: row.actor,
    reason: row.reason,
    ...(from && { from }),
    ...(to && { to }),
  }
}
