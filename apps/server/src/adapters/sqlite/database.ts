import { existsSync } from 'node:fs'
import { columnsOf, DATA_TABLES, type DataTable, isCounted, keyOf } from '../tables/columns.ts'
import type { Database, Only, Row, Snapshot } from '../tables/database.ts'
import { OWN_OPTION_BEGINNINGS, UNFINISHED_COPY_OPTION } from '../tables/ownOptions.ts'
import { type Tables, tableNames } from '../tables/schema.ts'
import { afterPrefix } from '../transients/names.ts'
import { Connection } from './connection.ts'
import { createFilling } from './filling.ts'
import { listMigrations, migrate } from './migrate.ts'
import { findUnfinishedCopy } from './unfinishedCopy.ts'
import { Turns, Writer } from './writer.ts'

/** Little memory, and few enough round trips. */
const ROWS_A_PAGE = 500

interface Condition {
  readonly sql: string
  readonly parameters: readonly (string | number)[]
}

/** Of a shared table of options only this product's, without the note of a copy. */
const OWN_OPTIONS: Condition = {
  sql: `(${OWN_OPTION_BEGINNINGS.map(() => 'option_name >= ? AND option_name < ?').join(' OR ')}) AND option_name <> ?`,
  parameters: [
    ...OWN_OPTION_BEGINNINGS.flatMap((beginning) => [beginning, afterPrefix(beginning)]),
    UNFINISHED_COPY_OPTION,
  ],
}

function whichRows(table: DataTable, only?: Only): Condition {
  if (table === 'options') return OWN_OPTIONS
  return only ? { sql: `${only.column} = ?`, parameters: [only.is] } : { sql: '1 = 1', parameters: [] }
}

function countRows(connection: Connection, tables: Tables): Map<DataTable, number> {
  const counts = new Map<DataTable, number>()
  for (const table of DATA_TABLES) {
    if (!connection.hasTable(tables[table])) continue
    const { sql, parameters } = whichRows(table)
    const [row] = connection.tuples(`SELECT COUNT(*) FROM ${tables[table]} WHERE ${sql}`, parameters)
    if (Number(row?.[0]) > 0) counts.set(table, Number(row?.[0]))
  }
  return counts
}

/** A read transaction of WAL mode: it sees one committed state to its end and keeps nobody from writing. */
function createSnapshot(connection: Connection, tables: Tables): Snapshot {
  connection.exec('BEGIN')
  return {
    async *pages(table, only) {
      const key = keyOf(table)
      const which = whichRows(table, only)
      const select = `SELECT ${columnsOf(table).join(', ')} FROM ${tables[table]} WHERE ${which.sql}`
      let after: Row | undefined
      do {
        const sql = `${select}${after ? ` AND ${key} > ?` : ''} ORDER BY ${key} LIMIT ${ROWS_A_PAGE}`
        const rows = connection.tuples(sql, [
          ...which.parameters,
          ...(after ? after.slice(0, 1) : []),
        ]) as Row[]
        yield rows
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

    async close() {
      writer?.connection.close()
    },
  }
}
