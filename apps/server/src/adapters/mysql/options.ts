import type { OptionRow, OptionRows } from '../transients/optionRows.ts'
import { isDuplicate, Overtaken } from './faults.ts'
import { commonBeginning, fromColumn, toColumn } from './optionNames.ts'
import type { MysqlTables } from './schema.ts'
import type { Statements } from './statements.ts'

const places = (count: number, one: string) => Array<string>(count).fill(one).join(', ')
const byName = (one: OptionRow, other: OptionRow) => (one.name < other.name ? -1 : 1)
const toRow = ([name, value]: readonly unknown[]): OptionRow => ({
  name: fromColumn(String(name)),
  value: String(value),
})

/** `_` and `%` stand for anything in a pattern, and a pattern that begins with them uses no index. */
const patternOf = (beginning: string) => `${beginning.replace(/[|_%]/g, '|$&')}%`

/** Committed rows. */
export function createOptionRows(statements: Statements, { options }: MysqlTables): OptionRows {
  return rowsOver(statements, options, '')
}

/**
 * Rows inside a transaction: what was found is nobody else's to change before its end. A row that was looked for and not
 * there cannot be held; where somebody else has added it when this transaction writes it, it was overtaken.
 */
export function createHeldOptionRows(statements: Statements, { options }: MysqlTables): OptionRows {
  const held = rowsOver(statements, options, ' FOR UPDATE')
  const missing = new Set<string>()

  return {
    ...held,

    async find(names) {
      const found = await held.find(names)
      for (const name of names) {
        if (found.has(name)) missing.delete(name)
        else missing.add(name)
      }
      return found
    },

    async write(rows) {
      const added = rows.filter(({ name }) => missing.has(name))
      try {
        await insert(statements, options, added, '')
      } catch (error) {
        if (isDuplicate(error)) throw new Overtaken('Another change came in between.', { cause: error })
        throw error
      }
      for (const { name } of added) missing.delete(name)
      await held.write(rows.filter((row) => !added.includes(row)))
    },
  }
}

/** Has the option to itself until the transaction's end, also one that is not there yet: it is then added. */
export async function holdOption(
  statements: Statements,
  { options }: MysqlTables,
  { name, initial }: { readonly name: string; readonly initial: string },
): Promise<void> {
  await insert(
    statements,
    options,
    [{ name, value: initial }],
    ' ON DUPLICATE KEY UPDATE option_name = option_name',
  )
}

function rowsOver(statements: Statements, options: string, locking: string): OptionRows {
  return {
    async find(names) {
      if (names.length === 0) return new Map()
      const sql = `SELECT option_name, option_value FROM ${options} FORCE INDEX (option_name)
        WHERE option_name IN (${places(names.length, '?')})${locking}`
      const rows = (await statements.tuples(sql, names.map(toColumn))).map(toRow)
      return new Map(rows.map(({ name, value }) => [name, value]))
    },

    async hold(name) {
      const sql = `SELECT option_value FROM ${options} FORCE INDEX (option_name)
        WHERE option_name = ? LOCK IN SHARE MODE`
      const [row] = await statements.tuples(sql, [toColumn(name)])
      return row && String(row[0])
    },

    // The column's collation has an order of its own: what begins alike is found by the index, the rest is decided here.
    async list(from, before) {
      const sql = `SELECT option_name, option_value FROM ${options} WHERE option_name LIKE ? ESCAPE '|'`
      const found = await statements.tuples(sql, [patternOf(toColumn(commonBeginning(from, before)))])
      const rows = found.map(toRow)
      return rows.filter(({ name }) => from <= name && name < before).sort(byName)
    },

    write: (rows) =>
      insert(statements, options, rows, ' ON DUPLICATE KEY UPDATE option_value = VALUES(option_value)'),

    // The form for several tables: the one for a single table takes no FORCE INDEX, and rows that are looked at are locked.
    async remove(names) {
      if (names.length === 0) return
      const sql = `DELETE ${options} FROM ${options} FORCE INDEX (option_name)
        WHERE option_name IN (${places(names.length, '?')})`
      await statements.runSql(sql, names.map(toColumn))
    },
  }
}

async function insert(
  statements: Statements,
  options: string,
  rows: readonly OptionRow[],
  otherwise: string,
): Promise<void> {
  if (rows.length === 0) return
  const sql = `INSERT INTO ${options} (option_name, option_value, autoload)
    VALUES ${places(rows.length, "(?, ?, 'no')")}${otherwise}`
  await statements.runSql(
    sql,
    [...rows].sort(byName).flatMap(({ name, value }) => [toColumn(name), value]),
  )
}
