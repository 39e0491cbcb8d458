import type { Schema } from './schema.ts'

/** The tables whose rows are the business's. The records of steps and of changes are of the database itself, and each has its own. */
export type DataTable = Exclude<keyof Schema, 'migrations' | 'changes'>

/**
 * Every column of them, as the row types have it; the compiler asks for one that is missing. The number of an option
 * is nobody's: WordPress names options, and on a shared table gives the numbers.
 */
const COLUMNS: { readonly [Table in DataTable]: Record<Exclude<keyof Schema[Table], 'option_id'>, true> } = {
  services: {
    id: true,
    name: true,
    description: true,
    category: true,
    price_minor: true,
    active: true,
    duration_minutes: true,
    buffer_before_minutes: true,
    buffer_after_minutes: true,
    capacity: true,
    slot_step_minutes: true,
    requires_approval: true,
  },
  staff: {
    id: true,
    name: true,
    specialization: true,
    bio: true,
    photo_url: true,
    email: true,
    active: true,
    priority: true,
    weekly_hours: true,
    date_overrides: true,
    time_off: true,
    service_ids: true,
  },
  customers: { id: true, email: true, name: true, phone: true },
  appointments: {
    id: true,
    strong_id: true,
    status: true,
    service_id: true,
    employee_id: true,
    appointment_date: true,
    slot_start: true,
    slot_end: true,
    occupied_start: true,
    occupied_end: true,
    time_zone: true,
    name: true,
    email: true,
    phone: true,
    notes: true,
    customer_time_zone: true,
    customer_locale: true,
    price_minor: true,
    currency: true,
    service_name: true,
    employee_name: true,
    fields: true,
    version: true,
    made_at: true,
    changed_at: true,
    former_reference: true,
    unresolved_collision: true,
  },
  history: {
    id: true,
    appointment_id: true,
    at: true,
    action: true,
    actor: true,
    reason: true,
    from_start: true,
    from_employee_id: true,
    from_status: true,
    to_start: true,
    to_employee_id: true,
    to_status: true,
  },
  sessions: { token_fingerprint: true, email: true, created_at: true, expires_at: true },
  codes: {
    email_fingerprint: true,
    code_fingerprint: true,
    tries_left: true,
    issued_at: true,
    expires_at: true,
  },
  outbox: {
    id: true,
    message_key: true,
    kind: true,
    order_key: true,
    recipient: true,
    payload: true,
    created_at: true,
    due_at: true,
    discard_at: true,
    status: true,
    attempts: true,
    leased_until: true,
    last_error: true,
    finished_at: true,
  },
  idempotency: {
    scope: true,
    body_fingerprint: true,
    appointment_id: true,
    reply: true,
    created_at: true,
  },
  calendars: {
    employee_id: true,
    url: true,
    user_name: true,
    sealed_password: true,
    reads_busy: true,
    writes_appointments: true,
    mark: true,
    checked_at: true,
    failures: true,
    problem: true,
    due_at: true,
    lease: true,
    leased_until: true,
  },
  busy_times: { id: true, employee_id: true, starts_at: true, ends_at: true },
  calendar_entries: {
    id: true,
    employee_id: true,
    appointment_id: true,
    href: true,
    version: true,
    etag: true,
    digest: true,
    intended_digest: true,
    forced: true,
    conflict: true,
    conflict_at: true,
    ends_at: true,
    failures: true,
    due_at: true,
  },
  options: { option_name: true, option_value: true, autoload: true },
}

/** Whom others refer to first. */
export const DATA_TABLES = Object.keys(COLUMNS) as readonly DataTable[]

export const columnsOf = (table: DataTable): readonly string[] => Object.keys(COLUMNS[table])

/** The column that tells the rows of a table apart. It is the first of them. */
export const keyOf = (table: DataTable): string => columnsOf(table)[0] ?? 'id'

/** Whether the database counts the rows up, so that no id is given twice. */
export const isCounted = (table: DataTable): boolean => keyOf(table) === 'id'
