import { columnsOf, DATA_TABLES } from '../tables/columns.ts'
import { type Cell, CopyOvertaken, type Filling, type Row, type UnfinishedCopy } from '../tables/database.ts'
import { isOwnOption, UNFINISHED_COPY_OPTION } from '../tables/ownOptions.ts'
import { unfinishedCopyText } from '../tables/unfinishedCopy.ts'
import type { Connection } from './connection.ts'
import { fromColumn, toColumn } from './optionNames.ts'
import { LIKE_OWN_OPTIONS } from './ownOptionRows.ts'
import type { MysqlTables } from './schema.ts'

/** In one statement; the longest packet that a server takes by default holds them. */
const ROWS_A_STATEMENT = 100

async function inTransaction(connection: Connection, work: () => Promise<void>): Promise<void> {
  await connection.runSql('START TRANSACTION', [])
  try {
    await work()
    await connection.runSql('COMMIT', [])
  } catch (error) {
    await connection.runSql('ROLLBACK', []).catch(() => connection.destroy())
    throw error
  }
}

async function removeRows(connection: Connection, tables: MysqlTables): Promise<void> {
  for (const table of DATA_TABLES.toReversed()) {
    if (table !== 'options') await connection.runSql(`DELETE FROM ${tables[table]}`, [])
  }
  const names = await connection.tuples(
    `SELECT option_name FROM ${tables.options} WHERE ${LIKE_OWN_OPTIONS}`,
    [],
  )
  const own = names.map(([name]) => String(name)).filter((name) => isOwnOption(fromColumn(name)))
  for (const name of [...own, UNFINISHED_COPY_OPTION])
    await connection.runSql(`DELETE FROM ${tables.options} WHERE option_name = ?`, [name])
}

/** Begins the copy in a database whose tables are there; see Database.fill. The connection commits each statement. */
export async function createFilling(
  connection: Connection,
  tables: MysqlTables,
  copy: UnfinishedCopy,
): Promise<Filling> {
  const note = unfinishedCopyText(copy)

  await inTransaction(connection, async () => {
    await removeRows(connection, tables)
    const insert = `INSERT INTO ${tables.options} (option_name, option_value, autoload) VALUES (?, ?, 'no')`
    await connection.runSql(insert, [UNFINISHED_COPY_OPTION, note])
  })

  async function refuseOvertaken(): Promise<void> {
    const find = `SELECT option_value FROM ${tables.options} WHERE option_name = ? FOR UPDATE`
    const [row] = await connection.tuples(find, [UNFINISHED_COPY_OPTION])
    if (row?.[0] !== note) throw new CopyOvertaken('Another copy into this database has begun since.')
  }

  const unlessOvertaken = (write: () => Promise<unknown>): Promise<void> =>
    inTransaction(connection, async () => {
      await refuseOvertaken()
      await write()
    })

  return {
    insert: (table, rows) =>
      unlessOvertaken(async () => {
        const columns = columnsOf(table)
        const places = `(${columns.map(() => '?').join(', ')})`
        const named = (row: Row): readonly Cell[] =>
          table === 'options' ? [toColumn(String(row[0])), ...row.slice(1)] : row
        for (let first = 0; first < rows.length; first += ROWS_A_STATEMENT) {
          const some = rows.slice(first, first + ROWS_A_STATEMENT)
          await connection.runSql(
            `INSERT INTO ${tables[table]} (${columns.join(', ')}) VALUES ${some.map(() => places).join(', ')}`,
            some.flatMap(named),
          )
        }
      }),

    setCapacity: (serviceId, capacity) =>
      unlessOvertaken(() =>
        connection.runSql(`UPDATE ${tables.services} SET capacity = ? WHERE id = ?`, [capacity, serviceId]),
      ),

    // It commits by itself; a counter that is too high does no harm to another copy.
    async countFrom(table, lastId) {
      await unlessOvertaken(async () => {})
      await connection.runSql(`ALTER TABLE ${tables[table]} AUTO_INCREMENT = ${lastId + 1}`, [])
    },

    finish: () =>
      unlessOvertaken(() =>
        connection.runSql(`DELETE FROM ${tables.options} WHERE option_name = ?`, [UNFINISHED_COPY_OPTION]),
      ),
  }
}
