import type { SQLInputValue } from 'node:sqlite'
import type { Tables } from '../tables/schema.ts'
import type { OptionRows } from '../transients/optionRows.ts'
import type { Connection } from './connection.ts'

/** The options table over one connection: a transaction's where the connection is in one. */
export function createOptionRows(connection: Connection, { options }: Tables): OptionRows {
  const places = (count: number, one: string) => Array<string>(count).fill(one).join(', ')
  const list = (sql: string, parameters: readonly SQLInputValue[]) =>
    connection.tuples(sql, parameters).map(([name, value]) => ({ name: String(name), value: String(value) }))

  return {
    async find(names) {
      if (names.length === 0) return new Map()
      const sql = `SELECT option_name, option_value FROM ${options} WHERE option_name IN (${places(names.length, '?')})`
      return new Map(list(sql, names).map(({ name, value }) => [name, value]))
    },

    // The one writer holds everything.
    async hold(name) {
      const [row] = list(`SELECT option_name, option_value FROM ${options} WHERE option_name = ?`, [name])
      return row?.value
    },

    async list(from, before) {
      const sql = `SELECT option_name, option_value FROM ${options} WHERE option_name >= ? AND option_name < ? ORDER BY option_name`
      return list(sql, [from, before])
    },

    async write(rows) {
      if (rows.length === 0) return
      const sql = `INSERT INTO ${options} (option_name, option_value, autoload) VALUES ${places(rows.length, "(?, ?, 'no')")}
        ON CONFLICT (option_name) DO UPDATE SET option_value = excluded.option_value`
      connection.runSql(
        sql,
        rows.flatMap(({ name, value }) => [name, value]),
      )
    },

    async remove(names) {
      if (names.length === 0) return
      connection.runSql(`DELETE FROM ${options} WHERE option_name IN (${places(names.length, '?')})`, names)
    },
  }
}
