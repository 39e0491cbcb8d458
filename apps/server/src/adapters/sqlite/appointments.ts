import type { Instant, Interval, Occupation } from '@appointease/domain'
import type { Compilable, Selectable } from 'kysely'
import type { AppointmentFinder, AppointmentReader, AppointmentStore } from '../../ports/appointments.ts'
import {
  calendarQueries,
  matching,
  occupationsQuery,
  pendingQuery,
  toCalendarEntry,
  toOccupation,
  unresolvedAfter,
} from '../tables/appointmentQueries.ts'
import { toAppointment, toAppointmentRow, toHistoryEntry, toHistoryRow } from '../tables/appointmentRows.ts'
import type { AppointmentRow, Tables } from '../tables/schema.ts'
import type { Connection } from './connection.ts'
import { isSlotTaken } from './faults.ts'
import { queries } from './queries.ts'
import { createUnchangedReads } from './unchangedReads.ts'

function listOccupations(
  connection: Connection,
  tables: Tables,
  employeeIds: readonly number[],
  within: Interval,
): readonly Occupation[] {
  if (employeeIds.length === 0) return []
  const { sql, parameters } = occupationsQuery(tables, employeeIds, within)
  return connection.tuples(sql, parameters).map(toOccupation)
}

function createAppointmentFinder(connection: Connection, tables: Tables): AppointmentFinder {
  const found = (query: Compilable<Selectable<AppointmentRow>>) => {
    const row = connection.first(query)
    return row && toAppointment(row)
  }

  return {
    async listOccupations(employeeIds, within) {
      return listOccupations(connection, tables, employeeIds, within)
    },

    async findAppointment(ref) {
      const all = queries.selectFrom(tables.appointments).selectAll()
      if ('id' in ref) return found(all.where('id', '=', ref.id))
      const { strongId, of } = ref
      const former = all
        .where('former_reference', '=', strongId)
        .where('former_reference', '<>', '')
        .orderBy('id')
        .limit(1)
      return (
        found(all.where('strong_id', '=', strongId)) ??
        found(of === undefined ? former : former.where('email', '=', of))
      )
    },

    async listHistory(appointmentId) {
      const entries = queries
        .selectFrom(tables.history)
        .selectAll()
        .where('appointment_id', '=', appointmentId)
        .orderBy('id')
      return connection.rows(entries).map(toHistoryEntry)
    },
  }
}

/** Over the connection that only reads, in no transaction: a page and its total are read in one of their own. Visitors who look at one month ask the same between two bookings. */
export function createAppointmentReader(connection: Connection, tables: Tables): AppointmentReader {
  const unlessChanged = createUnchangedReads(connection)
  return {
    ...createAppointmentFinder(connection, tables),

    async listOccupations(employeeIds, within) {
      const key = `${within.start} ${within.end} ${employeeIds.join(' ')}`
      return unlessChanged(key, () => listOccupations(connection, tables, employeeIds, within))
    },

    async listForCalendar(query) {
      const { entries, lastChange } = calendarQueries(queries, tables, query)
      return connection.snapshot(() => ({
        entries: connection.rows(entries).map(toCalendarEntry),
        changedAt: connection.first(lastChange)?.at as Instant | undefined,
      }))
    },

    async listPending(query) {
      return connection.rows(pendingQuery(queries, tables, query)).map(toAppointment)
    },

    async listAppointmentsOfEmail({ email, filter, now, offset, limit }) {
      const theirs = queries
        .selectFrom(tables.appointments)
        .where('email', '=', email)
        .where(matching(filter, now))
      const count = theirs.select((select) => select.fn.countAll<number>().as('total'))
      const page = theirs
        .selectAll()
        .orderBy('slot_start', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .offset(offset)
      return connection.snapshot(() => ({
        total: connection.first(count)?.total ?? 0,
        appointments: connection.rows(page).map(toAppointment),
      }))
    },
  }
}

/** Over a connection that is inside a write transaction. */
export function createAppointmentStore(connection: Connection, tables: Tables): AppointmentStore {
  /** Undefined where the triggers saw a collision: that statement then did nothing. */
  function unlessTaken<Value>(write: () => Value): Value | undefined {
    try {
      return write()
    } catch (error) {
      if (isSlotTaken(error)) return undefined
      throw error
    }
  }

  return {
    ...createAppointmentFinder(connection, tables),

    async insertAppointment(appointment, history) {
      const insert = queries.insertInto(tables.appointments).values(toAppointmentRow(appointment, 1))
      const inserted = unlessTaken(() => connection.run(insert))
      if (!inserted) return { ok: false, refusal: { kind: 'slot_taken' } }
      const id = inserted.insertedId
      connection.run(queries.insertInto(tables.history).values(toHistoryRow(id, history)))
      return { ok: true, id }
    },

    async updateAppointment(appointment, expectedVersion, history) {
      const { strong_id, made_at, ...replaced } = toAppointmentRow(appointment, expectedVersion + 1)
      const update = queries
        .updateTable(tables.appointments)
        .set({ unresolved_collision: unresolvedAfter({ strong_id, made_at, ...replaced }), ...replaced })
        .where('id', '=', appointment.id)
        .where('version', '=', expectedVersion)
      const updated = unlessTaken(() => connection.run(update))
      if (!updated) return { ok: false, refusal: { kind: 'slot_taken' } }
      if (updated.changes === 0) return { ok: false, refusal: { kind: 'stale_version' } }
      connection.run(queries.insertInto(tables.history).values(toHistoryRow(appointment.id, history)))
      return { ok: true }
    },

    async findLastAssignedEmployee(serviceId) {
      const newest = queries
        .selectFrom(tables.appointments)
        .select('employee_id')
        .where('service_id', '=', serviceId)
        .orderBy('id', 'desc')
        .limit(1)
      return connection.first(newest)?.employee_id
    },
  }
}
