import { existsSync } from 'node:fs'
import { collisionsQuery, settleStatement, toCollisions } from '../tables/collisionQueries.ts'
import { columnsOf, DATA_TABLES, type DataTable, isCounted, keyOf } from '../tables/columns.ts'
import type { Database, Row, Snapshot } from '../tables/database.ts'
import { isOwnOption } from '../tables/ownOptions.ts'
import { type Tables, tableNames } from '../tables/schema.ts'
import { Connection } from './connection.ts'
import { isSlotTaken } from './faults.ts'
import { createFilling } from './filling.ts'
import { listMigrations, migrate } from './migrate.ts'
import { findUnfinishedCopy } from './unfinishedCopy.ts'
import { Turns, Writer } from './writer.ts'

/** Little memory, and few enough round trips. */
const ROWS_A_PAGE = 500

/** Of a shared table of options only this product's. */
const ownRows = (table: DataTable, rows: readonly Row[]): readonly Row[] =>
  table === 'options' ? rows.filter(([name]) => isOwnOption(String(name))) : rows

function countRows(connection: Connection, tables: Tables): Map<DataTable, number> {
  const counts = new Map<DataTable, number>()
  for (const table of DATA_TABLES) {
    if (!connection.hasTable(tables[table])) continue
    const keys = connection.tuples(`SELECT ${keyOf(table)} FROM ${tables[table]}`, []) as Row[]
    const count = ownRows(table, keys).length
    if (count > 0) counts.set(table, count)
  }
  return counts
}

/** A read transaction of WAL mode: it sees one committed state to its end and keeps nobody from writing. */
function createSnapshot(connection: Connection, tables: Tables): Snapshot {
  connection.exec('BEGIN')
  return {
    async *pages(table, only) {
      const key = keyOf(table)
      const which = only ? `${only.column} = ${only.is}` : '1 = 1'
      const select = `SELECT ${columnsOf(table).join(', ')} FROM ${tables[table]} WHERE ${which}`
      let after: Row | undefined
      do {
        const sql = `${select}${after ? ` AND ${key} > ?` : ''} ORDER BY ${key} LIMIT ${ROWS_A_PAGE}`
        const rows = connection.tuples(sql, after ? after.slice(0, 1) : []) as Row[]
        yield ownRows(table, rows)
        after = rows.length === ROWS_A_PAGE ? rows.at(-1) : undefined
      } while (after)
    },

    async lastId(table) {
      if (!isCounted(table)) return 0
      const [row] = connection.tuples('SELECT seq FROM sqlite_sequence WHERE name = ?', [tables[table]])
      return Number(row?.[0] ?? 0)
    },

    async close() {
      connection.exec('COMMIT')
      connection.close()
    },
  }
}

/** Nothing is opened, and no file made, before it is asked for. Throws StorageUnavailable. */
export function openSqliteDatabase({ path, tablePrefix }: { path: string; tablePrefix: string }): Database {
  const tables = tableNames(tablePrefix)
  let writer: Writer | undefined

  async function reading<Value>(nothing: Value, read: (connection: Connection) => Value): Promise<Value> {
    if (!existsSync(path)) return nothing
    const connection = await Connection.open(path, 'reader')
    try {
      return connection.snapshot(() => read(connection))
    } finally {
      connection.close()
    }
  }

  async function writing(): Promise<Writer> {
    writer ??= new Writer(await Connection.open(path, 'full'), new Turns())
    return writer
  }

  return {
    listSteps: () =>
      reading(listMigrations(undefined, tables), (connection) => listMigrations(connection, tables)),
    countRows: () => reading(new Map(), (connection) => countRows(connection, tables)),
    findUnfinishedCopy: () => reading(undefined, (connection) => findUnfinishedCopy(connection, tables)),
    snapshot: async () => createSnapshot(await Connection.open(path, 'reader'), tables),
    migrate: async () => migrate(await writing(), tables),

    async fill(copy) {
      const own = await writing()
      await migrate(own, tables)
      return createFilling(own, tables, copy)
    },

    listCollisions: () =>
      reading([], (connection) => toCollisions(connection.tuples(collisionsQuery(tables), []))),

    async settleCollision(appointmentId) {
      const own = await writing()
      try {
        await own.transact(() => own.connection.runSql(settleStatement(tables), [appointmentId]))
        return true
      } catch (error) {
        if (isSlotTaken(error)) return false
        throw error
      }
    },

    async close() {
      writer?.connection.close()
    },
  }
}
