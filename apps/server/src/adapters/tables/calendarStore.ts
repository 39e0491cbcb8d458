import type { Interval } from '@appointease/domain'
import { type Compilable, type Kysely, sql, type Updateable } from 'kysely'
import type { CalendarLease, OutsideCalendars } from '../../ports/outsideCalendars.ts'
import { toAppointment } from './appointmentRows.ts'
import { createCalendarQueries } from './calendarQueries.ts'
import {
  busyDifference,
  toCalendar,
  toCollision,
  toEntry,
  toEntryConflict,
  toEntryRow,
} from './calendarRows.ts'
import type { CalendarRow, Schema, Tables } from './schema.ts'

/** Statements of committed state, or of a transaction. */
export interface Asking {
  rows<Row>(query: Compilable<Row>): readonly Row[] | Promise<readonly Row[]>
  /** `changes`: also rows that were as they should be already. */
  run(query: Compilable): { readonly changes: number } | Promise<{ readonly changes: number }>
}

export interface CalendarTransaction extends Asking {
  /** The catalog is another one from the commit on; before anything of it is written. */
  raiseCatalogVersion(): void | Promise<void>
}

export interface CalendarGround {
  readonly queries: Kysely<Schema>
  readonly tables: Tables
  readonly committed: Asking
  transact<Value>(work: (inside: CalendarTransaction) => Promise<Value>): Promise<Value>
}

const ROWS_A_STATEMENT = 200
const NOTHING_KNOWN = { mark: '', checked_at: null, failures: 0, problem: '' }

/** What the engines have in common is all of it. */
export function createOutsideCalendars({
  queries,
  tables,
  committed,
  transact,
}: CalendarGround): OutsideCalendars {
  const { calendars, busy_times, calendar_entries, appointments } = tables
  const ask = createCalendarQueries(queries, tables)

  const isHeld = (lease: CalendarLease, change: Updateable<CalendarRow>) =>
    queries
      .updateTable(calendars)
      .set({ ...change, lease: '', leased_until: 0 })
      .where('employee_id', '=', lease.employeeId)
      .where('lease', '=', lease.token)

  async function replaceBusyTimes(
    inside: CalendarTransaction,
    employeeId: number,
    wanted: readonly Interval[],
  ): Promise<void> {
    const rows = await inside.rows(
      queries.selectFrom(busy_times).selectAll().where('employee_id', '=', employeeId),
    )
    const { gone, added } = busyDifference(rows, wanted)
    if (gone.length === 0 && added.length === 0) return
    await inside.raiseCatalogVersion()
    for (const ids of inParts(gone)) await inside.run(queries.deleteFrom(busy_times).where('id', 'in', ids))
    for (const part of inParts(added)) {
      const values = part.map(({ start, end }) => ({
        employee_id: employeeId,
        starts_at: start,
        ends_at: end,
      }))
      await inside.run(queries.insertInto(busy_times).values(values))
    }
  }

  return {
    async listCalendars() {
      const rows = await committed.rows(queries.selectFrom(calendars).selectAll().orderBy('employee_id'))
      return rows.map(toCalendar)
    },

    connect: (connection, now) =>
      transact(async (inside) => {
        const { employeeId } = connection
        const row = {
          url: connection.url,
          user_name: connection.user,
          sealed_password: connection.sealedPassword,
          reads_busy: connection.readsBusy ? 1 : 0,
          writes_appointments: connection.writesAppointments ? 1 : 0,
          due_at: now,
          lease: '',
          leased_until: 0,
          ...NOTHING_KNOWN,
        }
        const [former] = await inside.rows(
          queries.selectFrom(calendars).select('url').where('employee_id', '=', employeeId),
        )
        if (former)
          await inside.run(queries.updateTable(calendars).set(row).where('employee_id', '=', employeeId))
        else await inside.run(queries.insertInto(calendars).values({ employee_id: employeeId, ...row }))
        if (former?.url !== connection.url)
          await inside.run(queries.deleteFrom(calendar_entries).where('employee_id', '=', employeeId))
        if (former?.url !== connection.url || !connection.readsBusy)
          await replaceBusyTimes(inside, employeeId, [])
      }),

    disconnect: (employeeId) =>
      transact(async (inside) => {
        const gone = await inside.run(queries.deleteFrom(calendars).where('employee_id', '=', employeeId))
        if (gone.changes === 0) return false
        await inside.run(queries.deleteFrom(calendar_entries).where('employee_id', '=', employeeId))
        await replaceBusyTimes(inside, employeeId, [])
        return true
      }),

    claim: (lease, now) =>
      transact(async (inside) => {
        const claimed = await inside.run(
          queries
            .updateTable(calendars)
            .set({ lease: lease.token, leased_until: lease.until })
            .where('employee_id', '=', lease.employeeId)
            .where('due_at', '<=', now)
            .where('leased_until', '<=', now),
        )
        return claimed.changes === 1
      }),

    saveReading: (lease, { mark, checkedAt, problem, busyTimes }) =>
      transact(async (inside) => {
        const state = { mark, checked_at: checkedAt, failures: 0, problem, due_at: checkedAt }
        if ((await inside.run(isHeld(lease, state))).changes === 0) return false
        if (busyTimes) await replaceBusyTimes(inside, lease.employeeId, busyTimes)
        return true
      }),

    async saveFailure(lease, { problem, dueAt }) {
      const failed = { problem, due_at: dueAt, failures: sql<number>`failures + 1` }
      await transact(async (inside) => inside.run(isHeld(lease, failed as never)))
    },

    async release(lease) {
      await transact(async (inside) => inside.run(isHeld(lease, {})))
    },

    async listWork(employeeId, now, limit) {
      const entries = await committed.rows(ask.removals(employeeId, now, limit))
      const unwritten = await committed.rows(ask.unwritten(employeeId, now, limit))
      const ids = unwritten.map(({ id }) => id)
      const known =
        ids.length === 0
          ? []
          : await committed.rows(
              queries
                .selectFrom(calendar_entries)
                .selectAll()
                .where('employee_id', '=', employeeId)
                .where('appointment_id', 'in', ids),
            )
      const entryOf = new Map(known.map((row) => [row.appointment_id, toEntry(row)]))
      return [
        ...entries.map((row) => ({ kind: 'remove' as const, entry: toEntry(row) })),
        ...unwritten.map((row) => ({
          kind: 'put' as const,
          appointment: toAppointment(row),
          entry: entryOf.get(row.id),
        })),
      ].slice(0, limit)
    },

    async listSettledEntries(employeeId, now) {
      const rows = await committed.rows(ask.settledEntries(employeeId, now))
      return rows.map(toEntry)
    },

    async listKnownReferences(strongIds) {
      const known = new Set<string>()
      for (const part of inParts(strongIds)) {
        const query = queries.selectFrom(appointments).select('strong_id').where('strong_id', 'in', part)
        for (const { strong_id } of await committed.rows(query)) known.add(strong_id)
      }
      return known
    },

    saveEntry: (entry) =>
      transact(async (inside) => {
        const row = toEntryRow(entry)
        const update = queries
          .updateTable(calendar_entries)
          .set(row)
          .where('employee_id', '=', entry.employeeId)
          .where('appointment_id', '=', entry.appointmentId)
        if ((await inside.run(update)).changes === 0)
          await inside.run(queries.insertInto(calendar_entries).values(row))
      }),

    async removeEntry(id) {
      await transact(async (inside) => inside.run(queries.deleteFrom(calendar_entries).where('id', '=', id)))
    },

    async countRefused() {
      const rows = await committed.rows(
        queries
          .selectFrom(calendar_entries)
          .select(['employee_id', (select) => select.fn.countAll<number>().as('refused')])
          .where('failures', '>', 0)
          .where('conflict', '=', '')
          .groupBy('employee_id'),
      )
      return new Map(rows.map(({ employee_id, refused }) => [employee_id, Number(refused)]))
    },

    async listConflicts(now) {
      const entries = await committed.rows(ask.conflicts(now))
      const collisions = await committed.rows(ask.collisions(now))
      return [...entries.map(toEntryConflict), ...collisions.map(toCollision)].sort(
        (one, other) => one.slot.start - other.slot.start || one.appointmentId - other.appointmentId,
      )
    },

    settleConflict: (id, keep, now) =>
      transact(async (inside) => {
        const settled = keep === 'calendar' ? { conflict: 'left' } : { conflict: '', version: 0, forced: 1 }
        const update = queries
          .updateTable(calendar_entries)
          .set({ ...settled, due_at: now, failures: 0 })
          .where('id', '=', id)
          .where('conflict', 'in', ['edited', 'deleted'])
        return (await inside.run(update)).changes === 1
      }),
  }
}

function inParts<Value>(values: readonly Value[]): Value[][] {
  const parts: Value[][] = []
  for (let at = 0; at < values.length; at += ROWS_A_STATEMENT)
    parts.push(values.slice(at, at + ROWS_A_STATEMENT))
  return parts
}
