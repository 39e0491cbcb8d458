import { type Instant, type Interval, instantOf } from '@appointease/domain'
import type { Insertable, Selectable } from 'kysely'
import type {
  CalendarConflict,
  CalendarEntry,
  ConnectedCalendar,
  EntryConflict,
} from '../../ports/outsideCalendars.ts'
import type { BusyTimeRow, CalendarEntryRow, CalendarRow } from './schema.ts'

const optional = (at: number | null): Instant | undefined => (at === null ? undefined : instantOf(at))

export const toCalendar = (row: Selectable<CalendarRow>): ConnectedCalendar => ({
  employeeId: row.employee_id,
  url: row.url,
  user: row.user_name,
  sealedPassword: row.sealed_password,
  readsBusy: row.reads_busy === 1,
  writesAppointments: row.writes_appointments === 1,
  mark: row.mark,
  checkedAt: optional(row.checked_at),
  failures: row.failures,
  problem: row.problem,
  dueAt: instantOf(row.due_at),
})

export const toEntry = (row: Selectable<CalendarEntryRow>): CalendarEntry => ({
  id: row.id,
  employeeId: row.employee_id,
  appointmentId: row.appointment_id,
  href: row.href,
  version: row.version,
  etag: row.etag,
  digest: row.digest,
  intendedDigest: row.intended_digest,
  isForced: row.forced === 1,
  conflict: row.conflict as EntryConflict,
  conflictAt: optional(row.conflict_at),
  endsAt: instantOf(row.ends_at),
  failures: row.failures,
  dueAt: instantOf(row.due_at),
})

export const toEntryRow = (entry: Omit<CalendarEntry, 'id'>): Insertable<CalendarEntryRow> => ({
  employee_id: entry.employeeId,
  appointment_id: entry.appointmentId,
  href: entry.href,
  version: entry.version,
  etag: entry.etag,
  digest: entry.digest,
  intended_digest: entry.intendedDigest,
  forced: entry.isForced ? 1 : 0,
  conflict: entry.conflict,
  conflict_at: entry.conflictAt ?? null,
  ends_at: entry.endsAt,
  failures: entry.failures,
  due_at: entry.dueAt,
})

/** What a conflict says of its appointment. */
interface AppointmentPart {
  readonly employee_id: number
  readonly appointment_id: number
  readonly strong_id: string
  readonly slot_start: number
  readonly slot_end: number
}

const appointmentOf = (row: AppointmentPart) => ({
  employeeId: row.employee_id,
  appointmentId: row.appointment_id,
  strongId: row.strong_id,
  slot: { start: instantOf(row.slot_start), end: instantOf(row.slot_end) },
})

export const toEntryConflict = (
  row: AppointmentPart & Pick<Selectable<CalendarEntryRow>, 'id' | 'conflict' | 'conflict_at'>,
): CalendarConflict => ({
  id: row.id,
  kind: row.conflict as 'edited' | 'deleted',
  ...appointmentOf(row),
  busy: undefined,
  foundAt: optional(row.conflict_at),
})

export const toCollision = (
  row: AppointmentPart & Pick<BusyTimeRow, 'starts_at' | 'ends_at'>,
): CalendarConflict => ({
  id: undefined,
  kind: 'collides',
  ...appointmentOf(row),
  busy: { start: instantOf(row.starts_at), end: instantOf(row.ends_at) },
  foundAt: undefined,
})

/** What is to be removed, by row, and what is to be added, so that these are the busy times. */
export function busyDifference(
  rows: readonly Selectable<BusyTimeRow>[],
  wanted: readonly Interval[],
): { readonly gone: readonly number[]; readonly added: readonly Interval[] } {
  const key = (start: number, end: number) => `${start} ${end}`
  const missing = new Map(wanted.map((interval) => [key(interval.start, interval.end), interval]))
  const gone = rows.filter(({ starts_at, ends_at }) => !missing.delete(key(starts_at, ends_at)))
  return { gone: gone.map(({ id }) => id), added: [...missing.values()] }
}
