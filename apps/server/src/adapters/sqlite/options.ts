import type { SQLInputValue } from 'node:sqlite'
import type { Tables } from '../tables/schema.ts'
import type { OptionRange, OptionRows } from '../transients/optionRows.ts'
import type { Connection } from './connection.ts'

/** The options table over one connection: a transaction's where the connection is in one. */
export function createOptionRows(connection: Connection, { options }: Tables): OptionRows {
  const places = (count: number, one: string, between = ', ') => Array<string>(count).fill(one).join(between)
  const list = (sql: string, parameters: readonly SQLInputValue[]) =>
    connection.tuples(sql, parameters).map(([name, value]) => ({ name: String(name), value: String(value) }))

  const named = (names: readonly string[]) =>
    names.length === 0
      ? []
      : list(
          `SELECT option_name, option_value FROM ${options} WHERE option_name IN (${places(names.length, '?')})`,
          names,
        )

  const ranged = (ranges: readonly OptionRange[]) =>
    ranges.length === 0
      ? []
      : list(
          `SELECT option_name, option_value FROM ${options}
          WHERE ${places(ranges.length, 'option_name >= ? AND option_name < ?', ' OR ')} ORDER BY option_name`,
          ranges.flatMap(({ from, before }) => [from, before]),
        )

  return {
    find: async (names) => new Map(named(names).map(({ name, value }) => [name, value])),
    // The one writer holds everything.
    hold: async (name) => named([name])[0]?.value,
    list: async (...ranges) => ranged(ranges),

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
