import { collisionsQuery, settleStatement, toCollisions } from '../tables/collisionQueries.ts'
import { columnsOf, DATA_TABLES, type DataTable, isCounted, keyOf } from '../tables/columns.ts'
import type { Cell, Database, Only, Row, Snapshot } from '../tables/database.ts'
import { isOwnOption } from '../tables/ownOptions.ts'
import { parseAddress } from './address.ts'
import type { AdoptionWish } from './adoption/site.ts'
import { Connection } from './connection.ts'
import { SlotTaken } from './faults.ts'
import { createFilling } from './filling.ts'
import { listMigrations, migrate } from './migrate.ts'
import { fromColumn } from './optionNames.ts'
import { LIKE_OWN_OPTIONS } from './ownOptionRows.ts'
import { againstOvertaking } from './retries.ts'
import { type MysqlTables, mysqlTableNames } from './schema.ts'
import { hasTable } from './tablesThere.ts'
import { findUnfinishedCopy } from './unfinishedCopy.ts'
import { refuseUnfitServer, whileOpening } from './usable.ts'

/** Little memory, and few enough round trips. */
const ROWS_A_PAGE = 500
const CONNECT_MILLISECONDS = 10_000
const SETTLE_MILLISECONDS = 5000

const whichRows = (table: DataTable, only?: Only): string => {
  if (table === 'options') return LIKE_OWN_OPTIONS
  return only ? `${only.column} = ${only.is}` : '1 = 1'
}

async function countOptions(connection: Connection, { options }: MysqlTables): Promise<number> {
  const rows = await connection.tuples(`SELECT option_name FROM ${options} WHERE ${LIKE_OWN_OPTIONS}`, [])
  return rows.filter(([name]) => isOwnOption(fromColumn(String(name)))).length
}

async function countRows(connection: Connection, tables: MysqlTables): Promise<Map<DataTable, number>> {
  const counts = new Map<DataTable, number>()
  for (const table of DATA_TABLES) {
    if (!(await hasTable(connection, tables[table]))) continue
    const [row] = await connection.tuples(`SELECT COUNT(*) FROM ${tables[table]}`, [])
    const count = table === 'options' ? await countOptions(connection, tables) : Number(row?.[0])
    if (count > 0) counts.set(table, count)
  }
  return counts
}

/** Texts that are compared are bytes to the driver. */
const toCell = (value: unknown): Cell => (Buffer.isBuffer(value) ? value.toString() : (value as Cell))

/** Under the names that they have in this product. */
function ownOptions(rows: readonly Row[]): Row[] {
  return rows
    .map(([name, ...others]) => [fromColumn(String(name)), ...others])
    .filter(([name]) => isOwnOption(String(name)))
}

async function createSnapshot(connection: Connection, tables: MysqlTables): Promise<Snapshot> {
  await connection.runSql('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ', [])
  await connection.runSql('START TRANSACTION WITH CONSISTENT SNAPSHOT', [])
  return {
    async *pages(table, only) {
      const key = keyOf(table)
      const select = `SELECT ${columnsOf(table).join(', ')} FROM ${tables[table]} WHERE ${whichRows(table, only)}`
      let after: Row | undefined
      do {
        const sql = `${select}${after ? ` AND ${key} > ?` : ''} ORDER BY ${key} LIMIT ${ROWS_A_PAGE}`
        const tuples = await connection.tuples(sql, after ? after.slice(0, 1) : [])
        const rows = tuples.map((tuple) => tuple.map(toCell))
        yield table === 'options' ? ownOptions(rows) : rows
        after = rows.length === ROWS_A_PAGE ? rows.at(-1) : undefined
      } while (after)
    },

    // What information_schema says of it may be as old as a day on MySQL 8.
    async lastId(table) {
      if (!isCounted(table)) return 0
      const [row] = await connection.tuples(`SHOW CREATE TABLE ${tables[table]}`, [])
      return Number(/\bAUTO_INCREMENT=(\d+)/.exec(String(row?.[1]))?.[1] ?? 1) - 1
    },

    async close() {
      connection.close()
    },
  }
}

export interface MysqlDatabaseOptions {
  readonly url: string
  readonly tablePrefix: string
  /** What to know where the tables of the original plugin are taken over. */
  readonly adoption: AdoptionWish
  /** Is told every statement before it is sent. */
  readonly onStatement?: (sql: string) => void
}

/** Nothing is connected before it is asked for. Throws DatabaseUnusable and StorageUnavailable. */
export function openMysqlDatabase({
  url,
  tablePrefix,
  adoption,
  onStatement,
}: MysqlDatabaseOptions): Database {
  const tables = mysqlTableNames(tablePrefix)
  const opened: Connection[] = []

  async function connect(): Promise<Connection> {
    try {
      const giveUpAt = performance.now() + CONNECT_MILLISECONDS
      const connection = await Connection.open(parseAddress(url), giveUpAt, { autocommit: true, onStatement })
      opened.push(connection)
      await refuseUnfitServer(connection)
      return connection
    } catch (error) {
      throw whileOpening(error)
    }
  }

  let usual: Promise<Connection> | undefined
  const connection = () => (usual ??= connect())

  return {
    listSteps: async () => listMigrations(await connection(), tables),
    countRows: async () => countRows(await connection(), tables),
    findUnfinishedCopy: async () => findUnfinishedCopy(await connection(), tables),
    snapshot: async () => createSnapshot(await connect(), tables),
    async migrate() {
      await migrate(await connection(), tables, adoption)
    },

    async fill(copy) {
      const own = await connection()
      await migrate(own, tables, adoption)
      return createFilling(own, tables, copy)
    },

    listCollisions: async () =>
      toCollisions(
        (await (await connection()).tuples(collisionsQuery(tables), [])).map((row) => row.map(toCell)),
      ),

    async settleCollision(appointmentId) {
      const own = await connection()
      try {
        const giveUpAt = performance.now() + SETTLE_MILLISECONDS
        await againstOvertaking(giveUpAt, () => own.runSql(settleStatement(tables), [appointmentId]))
        return true
      } catch (error) {
        if (error instanceof SlotTaken) return false
        throw error
      }
    },

    async close() {
      for (const one of opened) one.close()
    },
  }
}
