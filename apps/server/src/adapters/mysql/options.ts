import type { OptionRow, OptionRows } from '../transients/optionRows.ts'
import {
  byName,
  deleteNames,
  insertRows,
  isIn,
  type Locking,
  selectNames,
  selectRanges,
  toRow,
} from './optionStatements.ts'
import type { MysqlTables } from './schema.ts'
import type { Statement, Statements } from './statements.ts'

/** Committed rows, or a transaction's; `locking` is how those that are found by name are kept as they are. */
export function createOptionRows(
  statements: Statements,
  tables: MysqlTables,
  locking: Locking = '',
): OptionRows {
  async function ask(question: readonly Statement[]): Promise<readonly OptionRow[]> {
    const [statement] = question
    return statement ? (await statements.tuples(statement.sql, statement.parameters)).map(toRow) : []
  }

  async function write(statement: readonly Statement[]): Promise<void> {
    for (const { sql, parameters } of statement) await statements.runSql(sql, parameters)
  }

  return {
    async find(names) {
      const rows = await ask(selectNames(tables, names, locking))
      return new Map(rows.map(({ name, value }) => [name, value]))
    },

    async hold(name) {
      const [row] = await ask(selectNames(tables, [name], ' LOCK IN SHARE MODE'))
      return row?.value
    },

    async list(...ranges) {
      const rows = await ask(selectRanges(tables, ranges))
      return rows.filter(({ name }) => ranges.some(isIn(name))).sort(byName)
    },

    write: (rows) => write(insertRows(tables, rows)),
    remove: (names) => write(deleteNames(tables, names)),
  }
}

/** Has the option to itself until the transaction's end, also one that is not there yet: it is then added. */
export async function holdOption(
  statements: Statements,
  tables: MysqlTables,
  { name, initial }: { readonly name: string; readonly initial: string },
): Promise<void> {
  for (const { sql, parameters } of insertRows(tables, [{ name, value: initial }], { kept: true }))
    await statements.runSql(sql, parameters)
}
