import type { Interval, Occupation } from '@appointease/domain'
import { type Compilable, type Selectable, sql } from 'kysely'
import type { AppointmentFinder, AppointmentReader, AppointmentStore } from '../../ports/appointments.ts'
import { matching, occupationsQuery, toOccupation, unresolvedAfter } from '../tables/appointmentQueries.ts'
import { toAppointment, toAppointmentRow, toHistoryEntry, toHistoryRow } from '../tables/appointmentRows.ts'
import type { AppointmentRow } from '../tables/schema.ts'
import { SlotTaken } from './faults.ts'
import { queries } from './queries.ts'
import type { MysqlTables } from './schema.ts'
import type { Snapshots } from './snapshots.ts'
import type { Statements } from './statements.ts'

async function listOccupations(
  statements: Statements,
  tables: MysqlTables,
  employeeIds: readonly number[],
  within: Interval,
): Promise<readonly Occupation[]> {
  if (employeeIds.length === 0) return []
  const { sql: text, parameters } = occupationsQuery(tables, employeeIds, within)
  return (await statements.tuples(text, parameters)).map(toOccupation)
}

export function createAppointmentFinder(statements: Statements, tables: MysqlTables): AppointmentFinder {
  /** The row whose text is exactly this one: a column's collation may take others for equal. */
  const found = async (
    query: Compilable<Selectable<AppointmentRow>>,
    column: 'strong_id' | 'former_reference',
    text: string,
  ) => {
    const row = (await statements.rows(query)).find((one) => one[column] === text)
    return row && toAppointment(row)
  }

  return {
    listOccupations: (employeeIds, within) => listOccupations(statements, tables, employeeIds, within),

    async findAppointment(ref) {
      const all = queries.selectFrom(tables.appointments).selectAll()
      if ('id' in ref) {
        const row = await statements.first(all.where('id', '=', ref.id))
        return row && toAppointment(row)
      }
      const { strongId } = ref
      if (strongId === '') return undefined
      return (
        (await found(all.where('strong_id', '=', strongId), 'strong_id', strongId)) ??
        (await found(
          all.where('former_reference', '=', strongId).orderBy('id'),
          'former_reference',
          strongId,
        ))
      )
    },

    async listHistory(appointmentId) {
      const entries = queries
        .selectFrom(tables.history)
        .selectAll()
        .where('appointment_id', '=', appointmentId)
        .orderBy('id')
      return (await statements.rows(entries)).map(toHistoryEntry)
    },
  }
}

/** Committed state. */
export function createAppointmentReader(
  statements: Statements,
  snapshots: Snapshots,
  tables: MysqlTables,
): AppointmentReader {
  return {
    ...createAppointmentFinder(statements, tables),

    async listAppointmentsOfEmail({ email, filter, now, offset, limit }) {
      const theirs = queries
        .selectFrom(tables.appointments)
        .where('email', '=', email)
        .where(sql<boolean>`CAST(CONVERT(email USING utf8mb4) AS BINARY) = CAST(${email} AS BINARY)`)
        .where(matching(filter, now))
      const count = theirs.select((select) => select.fn.countAll<number>().as('total'))
      const page = theirs
        .selectAll()
        .orderBy('slot_start', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .offset(offset)
      return snapshots.read(async (snapshot) => ({
        total: (await snapshot.first(count))?.total ?? 0,
        appointments: (await snapshot.rows(page)).map(toAppointment),
      }))
    },
  }
}

/** Inside a transaction. */
export function createAppointmentStore(statements: Statements, tables: MysqlTables): AppointmentStore {
  /** Undefined where the triggers saw a collision: that statement then did nothing. */
  async function unlessTaken<Value>(write: Promise<Value>): Promise<Value | undefined> {
    try {
      return await write
    } catch (error) {
      if (error instanceof SlotTaken) return undefined
      throw error
    }
  }

  return {
    ...createAppointmentFinder(statements, tables),

    async insertAppointment(appointment, history) {
      const insert = queries.insertInto(tables.appointments).values(toAppointmentRow(appointment, 1))
      const inserted = await unlessTaken(statements.run(insert))
      if (!inserted) return { ok: false, refusal: { kind: 'slot_taken' } }
      const id = inserted.insertedId
      await statements.run(queries.insertInto(tables.history).values(toHistoryRow(id, history)))
      return { ok: true, id }
    },

    async updateAppointment(appointment, expectedVersion, history) {
      const { strong_id, made_at, ...replaced } = toAppointmentRow(appointment, expectedVersion + 1)
      const update = queries
        .updateTable(tables.appointments)
        .set({ unresolved_collision: unresolvedAfter({ strong_id, made_at, ...replaced }), ...replaced })
        .where('id', '=', appointment.id)
        .where('version', '=', expectedVersion)
      const updated = await unlessTaken(statements.run(update))
      if (!updated) return { ok: false, refusal: { kind: 'slot_taken' } }
      if (updated.changes === 0) return { ok: false, refusal: { kind: 'stale_version' } }
      await statements.run(queries.insertInto(tables.history).values(toHistoryRow(appointment.id, history)))
      return { ok: true }
    },

    async findLastAssignedEmployee(serviceId) {
      const newest = queries
        .selectFrom(tables.appointments)
        .select('employee_id')
        .where('service_id', '=', serviceId)
        .orderBy('id', 'desc')
        .limit(1)
      return (await statements.first(newest))?.employee_id
    },
  }
}
