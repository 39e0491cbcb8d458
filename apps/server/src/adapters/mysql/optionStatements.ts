import type { OptionQuestions, OptionRange, OptionRow } from '../transients/optionRows.ts'
import { commonBeginning, fromColumn, toColumn } from './optionNames.ts'
import type { MysqlTables } from './schema.ts'
import type { Statement, Tuple } from './statements.ts'

type Options = Pick<MysqlTables, 'options'>

const places = (count: number, one: string, between = ', ') => Array<string>(count).fill(one).join(between)

export const byName = (one: OptionRow, other: OptionRow) => (one.name < other.name ? -1 : 1)

export const isIn = (name: string) => (range: OptionRange) => range.from <= name && name < range.before

export const toRow = ([name, value]: Tuple): OptionRow => ({
  name: fromColumn(String(name)),
  value: String(value),
})

/** `_` and `%` stand for anything in a pattern, and a pattern that begins with them uses no index. */
const patternOf = (beginning: string) => `${beginning.replace(/[|_%]/g, '|$&')}%`

const select = (options: string) =>
  `SELECT option_name, option_value FROM ${options} FORCE INDEX (option_name)`

export type Locking = '' | ' FOR UPDATE' | ' LOCK IN SHARE MODE'

/** What has these names; no statement where there are none. */
export function selectNames({ options }: Options, names: readonly string[], locking: Locking): Statement[] {
  if (names.length === 0) return []
  const sql = `${select(options)} WHERE option_name IN (${places(names.length, '?')})${locking}`
  return [{ sql, parameters: names.map(toColumn) }]
}

/**
 * What begins as names in these ranges do. The column's collation has an order of its own: which of it is in them is for
 * the caller to see.
 */
export function selectRanges({ options }: Options, ranges: readonly OptionRange[]): Statement[] {
  if (ranges.length === 0) return []
  const sql = `${select(options)} WHERE ${places(ranges.length, "option_name LIKE ? ESCAPE '|'", ' OR ')}`
  const parameters = ranges.map(({ from, before }) => patternOf(toColumn(commonBeginning(from, before))))
  return [{ sql, parameters }]
}

/** Everything that is asked, inside a transaction. */
export const selectAll = (tables: Options, { hold, find, list }: OptionQuestions): Statement[] => [
  ...selectNames(tables, hold, ' LOCK IN SHARE MODE'),
  ...selectNames(tables, find, ' FOR UPDATE'),
  ...selectRanges(tables, list),
]

/** The rows that were asked for, of the answers to all of {@link selectAll}. */
export const rowsAsked = (tuples: readonly Tuple[], { hold, find, list }: OptionQuestions): OptionRow[] =>
  tuples.map(toRow).filter(({ name }) => hold.includes(name) || find.includes(name) || list.some(isIn(name)))

/**
 * Adds the rows or replaces their values. Of those in `added` none may be there: its value then becomes none, which the
 * column refuses. Where `kept`, what is there stays as it is.
 */
export function insertRows(
  { options }: Options,
  rows: readonly OptionRow[],
  { added = [], kept = false }: { readonly added?: readonly string[]; readonly kept?: boolean } = {},
): Statement[] {
  if (rows.length === 0) return []
  const replaced =
    added.length === 0
      ? 'VALUES(option_value)'
      : `IF(option_name IN (${places(added.length, '?')}), NULL, VALUES(option_value))`
  const sql = `INSERT INTO ${options} (option_name, option_value, autoload)
    VALUES ${places(rows.length, "(?, ?, 'no')")}
    ON DUPLICATE KEY UPDATE option_value = ${kept ? 'option_value' : replaced}`
  const values = [...rows].sort(byName).flatMap(({ name, value }) => [toColumn(name), value])
  return [{ sql, parameters: [...values, ...added.map(toColumn)] }]
}

// The form for several tables: the one for a single table takes no FORCE INDEX, and rows that are looked at are locked.
export function deleteNames({ options }: Options, names: readonly string[]): Statement[] {
  if (names.length === 0) return []
  const sql = `DELETE ${options} FROM ${options} FORCE INDEX (option_name)
    WHERE option_name IN (${places(names.length, '?')})`
  return [{ sql, parameters: names.map(toColumn) }]
}
