import type { Instant, Interval, Occupation } from '@appointease/domain'
import { type ExpressionBuilder, type Insertable, type Kysely, type Selectable, sql } from 'kysely'
import type { AppointmentReader, CalendarEntry } from '../../ports/appointments.ts'
import { ACTIVE_LIST, LONGEST_OCCUPIED } from './appointmentRules.ts'
import type { AppointmentRow, Schema, Tables } from './schema.ts'

/**
 * Active appointments of these employees (one at least) that overlap the interval, in the order of the index that
 * holds every column named here: sorting would double the time of a full month.
 */
export function occupationsQuery(
  { appointments }: Tables,
  employeeIds: readonly number[],
  within: Interval,
): { readonly sql: string; readonly parameters: readonly number[] } {
  return {
    sql: `
    SELECT id, employee_id, service_id, slot_start, slot_end, occupied_start, occupied_end
    FROM ${appointments}
    WHERE status IN ${ACTIVE_LIST}
      AND employee_id IN (${employeeIds.map(() => '?').join(', ')})
      AND occupied_start < ? AND occupied_start > ? AND occupied_end > ?
    ORDER BY employee_id, occupied_start, occupied_end`,
    parameters: [...employeeIds, within.end, within.start - LONGEST_OCCUPIED, within.start],
  }
}

/** A row of {@link occupationsQuery}, read as an array. */
export const toOccupation = ([id, employee, service, start, end, from, until]: readonly unknown[]) =>
  ({
    appointmentId: id,
    employeeId: employee,
    serviceId: service,
    slot: { start, end },
    occupied: { start: from, end: until },
  }) as Occupation

/** Pending and confirmed appointments that have not ended are upcoming; all that is neither that nor cancelled is past. */
export function matching(filter: 'all' | 'upcoming' | 'past' | 'cancelled', now: Instant) {
  return (where: ExpressionBuilder<Schema, 'appointments'>) => {
    const upcoming = where.and([where('status', 'in', ['pending', 'confirmed']), where('slot_end', '>', now)])
    switch (filter) {
      case 'all':
        return sql<boolean>`1 = 1`
      case 'cancelled':
        return where('status', '=', 'cancelled')
      case 'upcoming':
        return upcoming
      case 'past':
        return where.and([where('status', '<>', 'cancelled'), where.not(upcoming)])
    }
  }
}

/**
 * The mark of an appointment that overlaps another, as it is after a change: gone where the appointment takes other
 * time, which it then claims as every other does. Stands first among the assignments: to MySQL those before it have happened
 * already (https://dev.mysql.com/doc/refman/5.7/en/update.html).
 */
export const unresolvedAfter = (next: Insertable<AppointmentRow>) => sql<number>`CASE
    WHEN status IN ${sql.raw(ACTIVE_LIST)} AND employee_id = ${next.employee_id}
      AND service_id = ${next.service_id} AND slot_start = ${next.slot_start}
      AND occupied_start = ${next.occupied_start} AND occupied_end = ${next.occupied_end}
    THEN unresolved_collision ELSE 0 END`

const CALENDAR_COLUMNS = [
  'strong_id',
  'status',
  'slot_start',
  'slot_end',
  'name',
  'service_name',
  'employee_name',
  'version',
  'made_at',
  'changed_at',
] as const

export const toCalendarEntry = (
  row: Pick<Selectable<AppointmentRow>, (typeof CALENDAR_COLUMNS)[number]>,
): CalendarEntry => ({
  strongId: row.strong_id,
  status: row.status as CalendarEntry['status'],
  slot: { start: row.slot_start as Instant, end: row.slot_end as Instant },
  name: row.name,
  serviceName: row.service_name,
  employeeName: row.employee_name,
  version: row.version,
  createdAt: row.made_at as Instant,
  updatedAt: row.changed_at as Instant,
})

/** The two statements of a calendar, to be asked of one state. */
export function calendarQueries(
  queries: Kysely<Schema>,
  { appointments, history }: Tables,
  { employeeId, endingAfter, cancelledAfter }: Parameters<AppointmentReader['listForCalendar']>[0],
) {
  let entries = queries
    .selectFrom(appointments)
    .select(CALENDAR_COLUMNS)
    .where('slot_end', '>', endingAfter)
    .where((where) =>
      where.or([where('status', '<>', 'cancelled'), where('changed_at', '>', cancelledAfter)]),
    )
  if (employeeId !== undefined) entries = entries.where('employee_id', '=', employeeId)
  return {
    entries: entries.orderBy('slot_start').orderBy('id'),
    lastChange: queries.selectFrom(history).select('at').orderBy('id', 'desc').limit(1),
  }
}

export function pendingQuery(
  queries: Kysely<Schema>,
  { appointments }: Tables,
  { startingFrom, begunBy, changedBy, limit }: Parameters<AppointmentReader['listPending']>[0],
) {
  return queries
    .selectFrom(appointments)
    .selectAll()
    .where('status', '=', 'pending')
    .where('slot_start', '>=', startingFrom)
    .where((where) =>
      where.or([
        where('slot_start', '<=', begunBy),
        ...(changedBy === undefined ? [] : [where('changed_at', '<=', changedBy)]),
      ]),
    )
    .orderBy('slot_start')
    .orderBy('id')
    .limit(limit)
}
