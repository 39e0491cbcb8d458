import type { EmailTemplateName } from '../../ports/emailTemplates.ts'

const APPOINTMENT = [
  'greeting',
  'customer_name',
  'business_name',
  'service_name',
  'staff_name',
  'appointment_start',
  'appointment_date',
  'appointment_time',
  'appointment_end_time',
  'timezone',
  'price',
  'reference',
  'manage_url',
] as const
const NOTICE = [
  ...APPOINTMENT,
  'previous_date',
  'previous_time',
  'cancel_reason',
  'booked',
  'requested',
  'moved',
  'cancelled',
] as const

/** What may stand in a template. What each is: docs/reference/mail.md. */
export const FIELDS = {
  confirmation: APPOINTMENT,
  request: APPOINTMENT,
  change: [...APPOINTMENT, 'previous_date', 'previous_time'],
  cancellation: [...APPOINTMENT, 'cancel_reason'],
  reminder: [...APPOINTMENT, 'hours'],
  code: ['business_name', 'code', 'minutes'],
  staff_notice: [...NOTICE, 'reassigned'],
  owner_notice: NOTICE,
} as const satisfies Readonly<Record<EmailTemplateName, readonly string[]>>

/** A value for each field of any template. What is empty or false hides the section of its name. */
export type FieldValues = Readonly<Record<string, string | boolean>>
