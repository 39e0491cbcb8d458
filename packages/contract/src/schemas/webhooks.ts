import { type Static, Type } from 'typebox'
import { APPOINTMENT_STATUSES, CustomFields, HISTORY_ACTORS } from './appointments.ts'
import { Instant, oneOf } from './values.ts'

export const WEBHOOK_EVENT_TYPES = [
  'appointment.created',
  'appointment.rescheduled',
  'appointment.cancelled',
  'appointment.completed',
  'appointment.no_show',
] as const
export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number]

/** The appointment as the owner's own systems need it, the customer included. */
export const WebhookAppointment = Type.Object({
  id: Type.Integer(),
  strong_id: Type.String(),
  status: oneOf(APPOINTMENT_STATUSES),
  version: Type.Integer({ minimum: 1, description: 'One more at each change: the higher one is the newer.' }),
  start_utc: Instant,
  end_utc: Instant,
  appointment_date: Type.String({ description: '`YYYY-MM-DD HH:MM:SS` on the wall clock of `timezone`.' }),
  timezone: Type.String({ description: "The business's zone." }),
  service_id: Type.Integer(),
  service_name: Type.String(),
  employee_id: Type.Integer(),
  staff_name: Type.String(),
  price: Type.Number(),
  currency: Type.String({ description: 'ISO 4217.' }),
  name: Type.String(),
  email: Type.String(),
  phone: Type.String({ description: 'Empty where none was given.' }),
  notes: Type.String({ description: 'Empty where none were given.' }),
  fields: CustomFields,
  created_at: Instant,
})
export type WebhookAppointment = Static<typeof WebhookAppointment>

/** The body of a webhook that tells of an appointment. */
export const AppointmentWebhook = Type.Object({
  id: Type.String({
    description: 'Of the event: the same at every try and repetition, and at every endpoint.',
  }),
  type: oneOf(WEBHOOK_EVENT_TYPES),
  created_at: Instant,
  by: oneOf(HISTORY_ACTORS),
  appointment: WebhookAppointment,
  previous: Type.Optional(
    Type.Object(
      { start_utc: Instant, employee_id: Type.Integer(), status: oneOf(APPOINTMENT_STATUSES) },
      { description: 'As it was before the change; not with `appointment.created`.' },
    ),
  ),
})
export type AppointmentWebhook = Static<typeof AppointmentWebhook>

/** The body of a webhook that the owner sends to see whether it arrives. */
export const TestWebhook = Type.Object({
  id: Type.String(),
  type: Type.Literal('webhook.test'),
  created_at: Instant,
})
export type TestWebhook = Static<typeof TestWebhook>

/** Whatever may stand in a body; `type` says which. */
export type Webhook = AppointmentWebhook | TestWebhook

/** `t=SECONDS,v1=HEX`: HMAC-SHA-256 over `SECONDS.BODY` with the endpoint's secret. */
export const WEBHOOK_SIGNATURE_HEADER = 'X-AppointEase-Signature'
