import type { AppointmentStatus } from '@appointease/domain'
import { type Static, Type } from 'typebox'
import {
  AppointmentDate,
  AppointmentRef,
  ClientId,
  Email,
  EmployeeChoice,
  freeText,
  Id,
  Instant,
  Locale,
  LockToken,
  Notes,
  oneOf,
  orBlank,
  PageNumber,
  PageSize,
  PersonName,
  Phone,
  Reason,
  Time,
  TimeZone,
  YES,
} from './values.ts'

export type { AppointmentStatus }

export const APPOINTMENT_STATUSES = [
  'pending',
  'confirmed',
  'completed',
  'cancelled',
  'no_show',
] as const satisfies readonly AppointmentStatus[]

export const HISTORY_ACTIONS = ['created', 'rescheduled', 'cancelled', 'status'] as const
export const HISTORY_ACTORS = ['customer', 'staff', 'integration', 'system'] as const

/** `by` is a kind of caller; the history never names a person. */
export const HistoryEntry = Type.Object({
  at: Instant,
  action: oneOf(HISTORY_ACTIONS),
  from: Type.Optional(
    Type.String({ description: '`rescheduled`: the start before, in UTC. `status`: the status before.' }),
  ),
  to: Type.Optional(
    Type.String({ description: '`rescheduled`: the start after, in UTC. `status`: the status after.' }),
  ),
  by: oneOf(HISTORY_ACTORS),
})
export type HistoryEntry = Static<typeof HistoryEntry>

export const AppointmentReply = Type.Object({
  id: Type.Integer(),
  strong_id: Type.String(),
  name: Type.String(),
  email: Type.String(),
  phone: Type.String({ description: 'Empty where none was given.' }),
  appointment_date: Type.String({ description: '`YYYY-MM-DD HH:MM:SS` on the wall clock of `timezone`.' }),
  start_utc: Instant,
  end_utc: Instant,
  timezone: Type.String({ description: "The business's zone." }),
  service_id: Type.Integer(),
  service_name: Type.String(),
  employee_id: Type.Integer(),
  staff_name: Type.String(),
  status: oneOf(APPOINTMENT_STATUSES),
  price: Type.Number(),
  notes: Type.String({ description: 'Empty where none were given.' }),
  can_cancel: Type.Boolean(),
  can_reschedule: Type.Boolean(),
  version: Type.Integer({ minimum: 1 }),
  created_at: Instant,
  history: Type.Array(HistoryEntry),
})
export type AppointmentReply = Static<typeof AppointmentReply>

/** The answers to the owner's own questions, by the question's name. */
export const CustomFields = Type.Unsafe<Record<string, string>>({
  type: 'object',
  maxProperties: 50,
  propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$' },
  additionalProperties: freeText(2000),
})
export type CustomFields = Static<typeof CustomFields>

export const BookAppointmentRequest = Type.Object({
  name: PersonName,
  email: Email,
  phone: Type.Optional(Phone),
  date: AppointmentDate,
  time: Type.Optional(Time),
  service_id: Id,
  employee_id: EmployeeChoice,
  client_id: Type.Optional(ClientId),
  lock_token: Type.Optional(orBlank(LockToken)),
  notes: Type.Optional(Notes),
  timezone: Type.Optional(TimeZone),
  locale: Type.Optional(Locale),
  fields: Type.Optional(CustomFields),
})
export type BookAppointmentRequest = Static<typeof BookAppointmentRequest>

export const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      pattern: '^[\\x21-\\x7E]{8,255}$',
      description: 'The same key with the same body returns the first reply again.',
    }),
  ),
})

export const BookAppointmentReply = Type.Object({
  success: YES,
  appointment_id: Type.Integer(),
  strong_id: Type.String(),
  message: Type.String(),
  appointment: AppointmentReply,
  manage_url: Type.String({
    description: 'Opens this one appointment without a session: for whoever booked it, and for nobody else.',
  }),
})
export type BookAppointmentReply = Static<typeof BookAppointmentReply>

export const AppointmentParams = Type.Object({ id: AppointmentRef })
export type AppointmentParams = Static<typeof AppointmentParams>

export const RescheduleAppointmentRequest = Type.Object({
  new_date: AppointmentDate,
  time: Type.Optional(Time),
  employee_id: Type.Optional(Id),
  reason: Type.Optional(Reason),
  client_id: Type.Optional(ClientId),
  lock_token: Type.Optional(orBlank(LockToken)),
  version: Type.Optional(Id),
})
export type RescheduleAppointmentRequest = Static<typeof RescheduleAppointmentRequest>

export const CancelAppointmentRequest = Type.Object({ reason: Type.Optional(Reason) })
export type CancelAppointmentRequest = Static<typeof CancelAppointmentRequest>

export const AppointmentChangedReply = Type.Object({
  success: YES,
  message: Type.String(),
  appointment: AppointmentReply,
})
export type AppointmentChangedReply = Static<typeof AppointmentChangedReply>

export const ManageLinksRevokedReply = Type.Object({
  success: YES,
  message: Type.String(),
  manage_url: Type.String({ description: 'The only link that opens the appointment from now on.' }),
})
export type ManageLinksRevokedReply = Static<typeof ManageLinksRevokedReply>

export const APPOINTMENT_PERIODS = ['upcoming', 'past', 'cancelled'] as const

export const UserAppointmentsQuery = Type.Object({
  status: Type.Optional(oneOf(APPOINTMENT_PERIODS)),
  page: Type.Optional(PageNumber),
  per_page: Type.Optional(PageSize),
})
export type UserAppointmentsQuery = Static<typeof UserAppointmentsQuery>

export const UserAppointmentsRequest = Type.Object({
  email: Type.Optional(Email),
  status: Type.Optional(oneOf(APPOINTMENT_PERIODS)),
  page: Type.Optional(PageNumber),
  per_page: Type.Optional(PageSize),
})
export type UserAppointmentsRequest = Static<typeof UserAppointmentsRequest>

export const AppointmentsReply = Type.Array(AppointmentReply)
export type AppointmentsReply = Static<typeof AppointmentsReply>

/** For a calendar that is downloaded from a mail, where no header can be sent. */
export const CalendarQuery = Type.Object({
  manage: Type.Optional(
    Type.String({ maxLength: 200, description: 'What the signed link of the appointment carries.' }),
  ),
})
export type CalendarQuery = Static<typeof CalendarQuery>

/** RFC 5545; `METHOD:CANCEL` once cancelled. */
export const CalendarFile = Type.String()
