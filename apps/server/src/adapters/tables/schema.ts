import type { Generated } from 'kysely'

export interface AppointmentRow {
  id: Generated<number>
  strong_id: string
  status: string
  service_id: number
  employee_id: number
  appointment_date: string
  slot_start: number
  slot_end: number
  occupied_start: number
  occupied_end: number
  time_zone: string
  name: string
  email: string
  phone: string
  notes: string
  customer_time_zone: string
  customer_locale: string
  price_minor: number
  currency: string
  service_name: string
  employee_name: string
  fields: string
  version: number
  made_at: number
  changed_at: number
  /** By which an appointment that was taken over is found too; empty for none. */
  former_reference: Generated<string>
  /** 1: taken over although it overlaps another. */
  unresolved_collision: Generated<number>
}

export interface HistoryRow {
  id: Generated<number>
  appointment_id: number
  at: number
  action: string
  actor: string
  reason: string
  from_start: number | null
  from_employee_id: number | null
  from_status: string | null
  to_start: number | null
  to_employee_id: number | null
  to_status: string | null
}

export interface ServiceRow {
  id: Generated<number>
  name: string
  description: string
  category: string
  price_minor: number
  active: number
  duration_minutes: number
  buffer_before_minutes: number
  buffer_after_minutes: number
  capacity: number
  slot_step_minutes: number | null
  requires_approval: number
}

export interface StaffRow {
  id: Generated<number>
  name: string
  specialization: string
  bio: string
  photo_url: string
  email: string
  active: number
  priority: number
  weekly_hours: string
  date_overrides: string
  time_off: string
  service_ids: string
}

export interface OutboxRow {
  id: Generated<number>
  message_key: string
  kind: string
  order_key: string
  recipient: string
  payload: string
  created_at: number
  due_at: number
  discard_at: number | null
  status: 'waiting' | 'sent' | 'kept' | 'discarded' | 'dead'
  attempts: Generated<number>
  leased_until: Generated<number>
  last_error: Generated<string>
  finished_at: number | null
}

export interface WebhookRow {
  id: Generated<number>
  url: string
  /** Types, each between commas: `,appointment.created,appointment.cancelled,`. */
  events: string
  secret: string
  allow_private: number
  created_at: number
  leased_until: Generated<number>
  claims: Generated<number>
}

export interface WebhookDeliveryRow {
  id: Generated<number>
  webhook_id: number
  event_id: string
  event_type: string
  body: string
  created_at: number
  due_at: number
  status: 'waiting' | 'delivered' | 'dead'
  /** Since it was made or repeated. */
  tries: Generated<number>
}

export interface WebhookAttemptRow {
  id: Generated<number>
  delivery_id: number
  at: number
  duration_milliseconds: number
  http_status: number | null
  error: string
}

/** No employee: everybody's. */
export interface CalendarFeedRow {
  id: Generated<number>
  token_fingerprint: string
  employee_id: number | null
  created_at: number
}

export interface EmailTemplateRow {
  id: Generated<number>
  name: string
  locale: string
  subject: string
  body: string
  /** What the body is: `text`. */
  type: string
  is_active: number
}

/** How an employee's outside calendar is reached, and how it was last. */
export interface CalendarRow {
  employee_id: number
  url: string
  user_name: string
  sealed_password: string
  reads_busy: number
  writes_appointments: number
  mark: Generated<string>
  checked_at: Generated<number | null>
  failures: Generated<number>
  problem: Generated<string>
  due_at: number
  lease: Generated<string>
  leased_until: Generated<number>
}

export interface BusyTimeRow {
  id: Generated<number>
  employee_id: number
  starts_at: number
  ends_at: number
}

export interface CalendarEntryRow {
  id: Generated<number>
  employee_id: number
  appointment_id: number
  href: string
  version: number
  etag: string
  digest: string
  intended_digest: string
  forced: number
  conflict: string
  conflict_at: number | null
  ends_at: number
  failures: number
  due_at: number
}

/** What others see differently since then. No employee, 0: anything. */
export interface ChangeRow {
  id: Generated<number>
  employee_id: number
  date: string
  occupied_start: number | null
  occupied_end: number | null
  /** By the database's own clock. */
  made_at: Generated<number>
}

export interface Schema {
  options: { option_id: Generated<number>; option_name: string; option_value: string; autoload: string }
  appointments: AppointmentRow
  history: HistoryRow
  /** Whose links were made useless, and how often. */
  manageLinks: { appointment_id: number; generation: number }
  services: ServiceRow
  staff: StaffRow
  customers: { id: Generated<number>; email: string; name: string; phone: string }
  outbox: OutboxRow
  idempotency: {
    scope: string
    body_fingerprint: string
    appointment_id: number
    reply: string
    created_at: number
  }
  sessions: { token_fingerprint: string; email: string; created_at: number; expires_at: number }
  codes: {
    email_fingerprint: string
    code_fingerprint: string
    tries_left: number
    issued_at: number
    expires_at: number
  }
  email_templates: EmailTemplateRow
  calendars: CalendarRow
  busy_times: BusyTimeRow
  calendar_entries: CalendarEntryRow
  migrations: { name: string; applied_at: number }
  changes: ChangeRow
  webhooks: WebhookRow
  webhook_deliveries: WebhookDeliveryRow
  webhook_attempts: WebhookAttemptRow
  calendar_feeds: CalendarFeedRow
  /** Who wants no reminders. */
  reminder_refusals: { email: string; refused_at: number }
}

export type Tables = { readonly [Table in keyof Schema]: Table }

/**
 * The names as the database has them, typed as those of Schema, so that a query is checked against its rows.
 * Throws RangeError where the prefix is not what WordPress has: `[A-Za-z0-9_]{1,20}`.
 */
export function tableNames(prefix: string): Tables {
  if (!/^[A-Za-z0-9_]{1,20}$/.test(prefix))
    throw new RangeError('A table prefix is 1 to 20 of A-Z a-z 0-9 _.')
  const own = (name: string) => `${prefix}appointease_${name}`
  return {
    options: `${prefix}options` as 'options',
    appointments: `${prefix}appointments` as 'appointments',
    history: own('history') as 'history',
    manageLinks: own('manage_links') as 'manageLinks',
    services: own('services') as 'services',
    staff: own('staff') as 'staff',
    customers: own('customers') as 'customers',
    outbox: own('outbox') as 'outbox',
    idempotency: own('idempotency') as 'idempotency',
    sessions: own('sessions') as 'sessions',
    codes: own('codes') as 'codes',
    email_templates: own('email_templates') as 'email_templates',
    calendars: own('calendars') as 'calendars',
    busy_times: own('busy_times') as 'busy_times',
    calendar_entries: own('calendar_entries') as 'calendar_entries',
    migrations: own('migrations') as 'migrations',
    changes: own('changes') as 'changes',
    webhooks: own('webhooks') as 'webhooks',
    webhook_deliveries: own('webhook_deliveries') as 'webhook_deliveries',
    webhook_attempts: own('webhook_attempts') as 'webhook_attempts',
    calendar_feeds: own('calendar_feeds') as 'calendar_feeds',
    reminder_refusals: own('reminder_refusals') as 'reminder_refusals',
  }
}
