import type { Told } from './calls.ts'
import type { ServiceFacts, Services, Taken } from './taken.ts'

export type StoredRow = Readonly<Record<string, unknown>>

export interface StoredAppointment extends Told {
  readonly strongId: string
  readonly notes: string
  readonly taken: Taken
}

/** One change of an appointment; `to` is what it then was. */
export interface StoredEntry {
  readonly id: number
  readonly appointment: number
  readonly action: string
  readonly reason: string
  readonly from: StoredPoint
  readonly to: StoredPoint
}

/** Where an appointment was, as far as its history says. */
export interface StoredPoint {
  readonly start: number | null
  readonly employee: number | null
  readonly status: string | null
}

export interface StoredLock {
  readonly name: string
  readonly owner: string
  readonly taken: Taken
  /** The name that the owner's entry gives to the lock; undefined where there is no entry. */
  readonly namedByOwner: string | undefined
}

/** All that a database holds of promises, whichever engine it is. */
export interface StoredState {
  readonly services: Services
  readonly appointments: readonly StoredAppointment[]
  /** As they were written. */
  readonly entries: readonly StoredEntry[]
  /** Keys of messages about appointments, one for each row. */
  readonly messages: readonly string[]
  readonly replies: readonly {
    readonly appointment: number
    readonly told: { readonly id: number; readonly strongId: string }
  }[]
  /** Live locks in the database; none where locks live elsewhere. */
  readonly locks: readonly StoredLock[]
}

export const STORED_TABLES = [
  'wp_appointments',
  'wp_appointease_history',
  'wp_appointease_services',
  'wp_appointease_outbox',
  'wp_appointease_idempotency',
  'wp_options',
] as const

/** Understands the rows of STORED_TABLES as they were at `now`; every engine names its columns alike. */
export function storedStateOf(
  rowsOf: (table: (typeof STORED_TABLES)[number]) => readonly StoredRow[],
  now: number,
): StoredState {
  const byId = (table: (typeof STORED_TABLES)[number]) =>
    [...rowsOf(table)].sort((one, other) => Number(one.id) - Number(other.id))
  return {
    services: new Map(byId('wp_appointease_services').map((row) => [Number(row.id), serviceOf(row)])),
    appointments: byId('wp_appointments').map(appointmentOf),
    entries: byId('wp_appointease_history').map(entryOf),
    messages: byId('wp_appointease_outbox')
      .filter(({ kind }) => kind !== 'one_time_code')
      .map((row) => String(row.message_key)),
    replies: rowsOf('wp_appointease_idempotency').map((row) => ({
      appointment: Number(row.appointment_id),
      told: JSON.parse(String(row.reply)).appointment,
    })),
    locks: locksOf(rowsOf('wp_options'), now),
  }
}

const serviceOf = (row: StoredRow): ServiceFacts => ({
  durationMinutes: Number(row.duration_minutes),
  bufferBeforeMinutes: Number(row.buffer_before_minutes),
  bufferAfterMinutes: Number(row.buffer_after_minutes),
  capacity: Number(row.capacity),
})

const appointmentOf = (row: StoredRow): StoredAppointment => ({
  id: Number(row.id),
  strongId: String(row.strong_id),
  version: Number(row.version),
  employee: Number(row.employee_id),
  start: Number(row.slot_start),
  status: String(row.status),
  notes: String(row.notes),
  taken: {
    employee: Number(row.employee_id),
    service: Number(row.service_id),
    start: Number(row.slot_start),
    from: Number(row.occupied_start),
    until: Number(row.occupied_end),
  },
})

const entryOf = (row: StoredRow): StoredEntry => ({
  id: Number(row.id),
  appointment: Number(row.appointment_id),
  action: String(row.action),
  reason: String(row.reason),
  from: pointOf(row, 'from'),
  to: pointOf(row, 'to'),
})

const pointOf = (row: StoredRow, side: 'from' | 'to'): StoredPoint => ({
  start: numberOrNull(row[`${side}_start`]),
  employee: numberOrNull(row[`${side}_employee_id`]),
  status: row[`${side}_status`] === null ? null : String(row[`${side}_status`]),
})

const numberOrNull = (cell: unknown) => (cell === null ? null : Number(cell))

const LOCK = '_transient_appointease_lock_'
const CLIENT = '_transient_appointease_client_'

function locksOf(options: readonly StoredRow[], now: number): StoredLock[] {
  const values = new Map(options.map((row) => [String(row.option_name), String(row.option_value)]))
  return [...values]
    .filter(([name]) => name.startsWith(LOCK))
    .map(([name, text]) => ({ name, value: JSON.parse(text) }))
    .filter(({ value }) => value.expires_at > now)
    .map(({ name, value }) => {
      const entry = values.get(CLIENT + value.owner)
      return {
        name,
        owner: value.owner,
        taken: {
          employee: value.employee_id,
          service: value.service_id,
          start: value.start,
          from: value.occupied_start,
          until: value.occupied_end,
        },
        namedByOwner: entry && `_transient_${JSON.parse(entry).lock}`,
      }
    })
}
