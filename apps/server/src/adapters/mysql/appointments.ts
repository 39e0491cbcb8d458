import { type Instant, type Interval, instantOf, type Occupation, wallClockAt } from '@appointease/domain'
import { type Compilable, sql as fragment, type Selectable } from 'kysely'
import type {
  AppointmentFinder,
  AppointmentReader,
  AppointmentRecord,
  AppointmentStore,
  HistoryEntry,
} from '../../ports/appointments.ts'
import type { SlotChange, SlotNews } from '../../ports/slotEvents.ts'
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
import { LONGEST_OCCUPIED } from '../tables/appointmentRules.ts'
import type { AppointmentRow } from '../tables/schema.ts'
import { SlotTaken } from './faults.ts'
import { PIECE_MILLISECONDS } from './migrations/occupancy.ts'
import { queries } from './queries.ts'
import type { MysqlTables } from './schema.ts'
import type { Snapshots } from './snapshots.ts'
import type { Parameter, Statement, Statements } from './statements.ts'
import type { Transaction } from './writer.ts'

/** Half a working day. */
const SHORT_MILLISECONDS = 4 * 3_600_000

async function listOccupations(
  statements: Statements,
  tables: MysqlTables,
  employeeIds: readonly number[],
  within: Interval,
): Promise<readonly Occupation[]> {
  if (employeeIds.length === 0) return []
  const { sql, parameters } = occupationsQuery(tables, employeeIds, within)
  return (await statements.tuples(sql, parameters)).map(toOccupation)
}

export function createAppointmentFinder(statements: Statements, tables: MysqlTables): AppointmentFinder {
  /** The first row that is exactly the one: a column's collation may take other texts for equal. */
  const found = async (
    query: Compilable<Selectable<AppointmentRow>>,
    isMeant: (row: Selectable<AppointmentRow>) => boolean,
  ) => {
    const row = (await statements.rows(query)).find(isMeant)
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
      const { strongId, of } = ref
      if (strongId === '') return undefined
      const isOfAddress = (email: string) => of === undefined || email === of
      return (
        (await found(all.where('strong_id', '=', strongId), (row) => row.strong_id === strongId)) ??
        (await found(
          all.where('former_reference', '=', strongId).orderBy('id'),
          (row) => row.former_reference === strongId && isOfAddress(row.email),
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

    async listForCalendar(query) {
      const { entries, lastChange } = calendarQueries(queries, tables, query)
      return snapshots.read(async (snapshot) => ({
        entries: (await snapshot.rows(entries)).map(toCalendarEntry),
        changedAt: (await snapshot.first(lastChange))?.at as Instant | undefined,
      }))
    },

    async listPending(query) {
      return (await statements.rows(pendingQuery(queries, tables, query))).map(toAppointment)
    },

    async listAppointmentsOfEmail({ email, filter, now, offset, limit }) {
      const theirs = queries
        .selectFrom(tables.appointments)
        .where('email', '=', email)
        .where(fragment<boolean>`CAST(CONVERT(email USING utf8mb4) AS BINARY) = CAST(${email} AS BINARY)`)
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

type Placed = Pick<AppointmentRecord, 'employeeId' | 'slot' | 'occupied' | 'timeZone'>

function placeOf({ employeeId, slot, occupied, timeZone }: Placed): SlotChange {
  return { employeeId, date: wallClockAt(slot.start, timeZone).date, occupied }
}

/** Where it was before, as far as its history tells: with all the time that it may have taken there. */
function formerPlaceOf({ timeZone }: Placed, { from }: HistoryEntry): SlotChange[] {
  if (!from) return []
  const [earliest, latest] = [from.start - LONGEST_OCCUPIED, from.start + LONGEST_OCCUPIED]
  const { date } = wallClockAt(from.start, timeZone)
  return [
    {
      employeeId: from.employeeId,
      date,
      occupied: { start: instantOf(earliest), end: instantOf(latest) },
    },
  ]
}

/** Asks for one row where any of this time is somebody's, and for none where it is free. */
export function anyPiece(
  { occupancy }: MysqlTables,
  employeeIds: readonly number[],
  { start, end }: Interval,
): Statement {
  const sql = `SELECT 1 FROM ${occupancy} WHERE employee_id IN (${employeeIds.map(() => '?').join(', ')})
    AND quantum >= ? AND quantum < ? LIMIT 1`
  const quanta = [Math.floor(start / PIECE_MILLISECONDS), Math.ceil(end / PIECE_MILLISECONDS)]
  return { sql, parameters: [...employeeIds, ...quanta] }
}

/** Inside a transaction; `told` is what is told of it once it is committed. The log is written by triggers. */
export function createAppointmentStore(
  transaction: Transaction,
  tables: MysqlTables,
  told: SlotNews[],
): AppointmentStore {
  const { conclusion } = transaction
  const finder = createAppointmentFinder(transaction, tables)

  /** Undefined where the triggers saw a collision: that statement then did nothing. */
  async function unlessTaken<Value>(write: Promise<Value>): Promise<Value | undefined> {
    try {
      return await write
    } catch (error) {
      if (error instanceof SlotTaken) return undefined
      throw error
    }
  }

  const hasAnyPiece = async (employeeIds: readonly number[], within: Interval) => {
    const { sql, parameters } = anyPiece(tables, employeeIds, within)
    return (await transaction.tuples(sql, parameters)).length > 0
  }

  return {
    ...finder,

    /** Time that is about to be booked is free mostly, and a few pieces are looked at sooner than two days. */
    async listOccupations(employeeIds, within) {
      if (employeeIds.length === 0) return []
      const isShort = within.end - within.start <= SHORT_MILLISECONDS
      if (isShort && !(await hasAnyPiece(employeeIds, within))) return []
      return finder.listOccupations(employeeIds, within)
    },

    async listHistory(appointmentId) {
      await conclusion.write()
      return finder.listHistory(appointmentId)
    },

    async insertAppointment(appointment, history) {
      const row = toAppointmentRow(appointment, 1)
      const columns = Object.keys(row)
      // By hand: compiling as many columns as these takes as long as the rest of what is done here for a booking.
      const sql = `INSERT INTO ${tables.appointments} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
      const inserted = await unlessTaken(transaction.runSql(sql, Object.values(row) as Parameter[]))
      if (!inserted) return { ok: false, refusal: { kind: 'slot_taken' } }
      const id = inserted.insertedId
      await conclusion.add('history', toHistoryRow(id, history))
      told.push(placeOf(appointment))
      return { ok: true, id }
    },

    async updateAppointment(appointment, expectedVersion, history) {
      const { strong_id, made_at, ...replaced } = toAppointmentRow(appointment, expectedVersion + 1)
      const update = queries
        .updateTable(tables.appointments)
        .set({ unresolved_collision: unresolvedAfter({ strong_id, made_at, ...replaced }), ...replaced })
        .where('id', '=', appointment.id)
        .where('version', '=', expectedVersion)
      const updated = await unlessTaken(transaction.run(update))
      if (!updated) return { ok: false, refusal: { kind: 'slot_taken' } }
      if (updated.changes === 0) return { ok: false, refusal: { kind: 'stale_version' } }
      await conclusion.add('history', toHistoryRow(appointment.id, history))
      told.push(...formerPlaceOf(appointment, history), placeOf(appointment))
      return { ok: true }
    },

    async findLastAssignedEmployee(serviceId) {
      const newest = queries
        .selectFrom(tables.appointments)
        .select('employee_id')
        .where('service_id', '=', serviceId)
        .orderBy('id', 'desc')
        .limit(1)
      return (await transaction.first(newest))?.employee_id
    },
  }
}
