import type { SQLInputValue } from 'node:sqlite'
import { columnsOf, DATA_TABLES } from '../tables/columns.ts'
import { CopyOvertaken, type Filling, type UnfinishedCopy } from '../tables/database.ts'
import { OWN_OPTION_BEGINNINGS, UNFINISHED_COPY_OPTION } from '../tables/ownOptions.ts'
import type { Tables } from '../tables/schema.ts'
import { unfinishedCopyText } from '../tables/unfinishedCopy.ts'
import { afterPrefix } from '../transients/names.ts'
import type { Connection } from './connection.ts'
import type { Writer } from './writer.ts'

/** Those that refer to others go first. */
function removeRows(connection: Connection, tables: Tables): void {
  for (const table of DATA_TABLES.toReversed()) {
    if (table === 'options')
      for (const beginning of OWN_OPTION_BEGINNINGS)
        connection.runSql(`DELETE FROM ${tables.options} WHERE option_name >= ? AND option_name < ?`, [
          beginning,
          afterPrefix(beginning),
        ])
    else connection.exec(`DELETE FROM ${tables[table]}`)
  }
}

/** Begins the copy in a database whose tables are there; see Database.fill. */
export async function createFilling(writer: Writer, tables: Tables, copy: UnfinishedCopy): Promise<Filling> {
  const { connection } = writer
  const note = unfinishedCopyText(copy)

  await writer.transact(() => {
    removeRows(connection, tables)
    const insert = `INSERT INTO ${tables.options} (option_name, option_value, autoload) VALUES (?, ?, 'no')`
    connection.runSql(insert, [UNFINISHED_COPY_OPTION, note])
  })

  const unlessOvertaken = (write: () => void): Promise<void> =>
    writer.transact(() => {
      const find = `SELECT option_value FROM ${tables.options} WHERE option_name = ?`
      const [row] = connection.tuples(find, [UNFINISHED_COPY_OPTION])
      if (row?.[0] !== note) throw new CopyOvertaken('Another copy into this database has begun since.')
      write()
    })

  return {
    insert: (table, rows) =>
      unlessOvertaken(() => {
        const columns = columnsOf(table)
        const places = columns.map(() => '?').join(', ')
        const sql = `INSERT INTO ${tables[table]} (${columns.join(', ')}) VALUES (${places})`
        for (const row of rows) connection.runSql(sql, row as readonly SQLInputValue[])
      }),

    setCapacity: (serviceId, capacity) =>
      unlessOvertaken(() => {
        connection.runSql(`UPDATE ${tables.services} SET capacity = ? WHERE id = ?`, [capacity, serviceId])
      }),

    countFrom: (table, lastId) =>
      unlessOvertaken(() => {
        connection.runSql('DELETE FROM sqlite_sequence WHERE name = ?', [tables[table]])
        connection.runSql('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)', [tables[table], lastId])
      }),

    finish: () =>
      unlessOvertaken(() => {
        connection.runSql(`DELETE FROM ${tables.options} WHERE option_name = ?`, [UNFINISHED_COPY_OPTION])
      }),
  }
}
