import type { Instant } from '@appointease/domain'
import { eachByItself, rowsThatAreOver } from '../tables/retention.ts'
import type { OptionRow, OptionRows } from '../transients/optionRows.ts'
import { removeExpiredTransients } from '../transients/transients.ts'
import { createRemovalOfOldChanges } from './changes.ts'
import { createHeldOptionRows } from './heldOptions.ts'
import { fromColumn } from './optionNames.ts'
import type { MysqlTables } from './schema.ts'
import type { Statements } from './statements.ts'
import type { Writer } from './writer.ts'

/** So many at a time: nobody's patience ends, and nobody waits long for the rows. */
const ROWS_AT_ONCE = 1000
const NAMES_AT_ONCE = 200

/** Each kind by itself, in steps that are kept: where one fails the others go on, and the next run goes on where it stopped. */
export function createCleanUp(
  statements: Statements,
  writer: Writer,
  tables: MysqlTables,
): (now: Instant) => Promise<void> {
  const transact = (work: (rows: OptionRows) => Promise<void>) =>
    writer.transact((transaction) => work(createHeldOptionRows(transaction, tables)))
  const remove = (table: string, column: string, until: number) => async () => {
    const sql = `DELETE FROM ${table} WHERE ${column} <= ? ORDER BY ${column} LIMIT ${ROWS_AT_ONCE}`
    while ((await statements.runSql(sql, [until])).changes === ROWS_AT_ONCE);
  }
  const removeOldChanges = createRemovalOfOldChanges(statements, tables)
  return (now) =>
    eachByItself([
      () => removeExpiredTransients(timeoutPages(statements, tables), transact, now),
      ...rowsThatAreOver(now).map(([table, column, until]) => remove(tables[table], column, until)),
      removeOldChanges,
    ])
}

/** In the column's own order, which is not that of the names: it goes on by what it read last. */
async function* timeoutPages(
  statements: Statements,
  { options }: MysqlTables,
): AsyncGenerator<readonly OptionRow[]> {
  const sql = `SELECT option_name, option_value FROM ${options} FORCE INDEX (option_name)
    WHERE option_name LIKE '|_transient|_timeout|_appointease|_%' ESCAPE '|' AND option_name > ?
    ORDER BY option_name LIMIT ${NAMES_AT_ONCE}`
  for (let last: string | undefined = ''; last !== undefined; ) {
    const found = await statements.tuples(sql, [last])
    yield found.map(([name, value]) => ({ name: fromColumn(String(name)), value: String(value) }))
    last = found.length === NAMES_AT_ONCE ? String(found.at(-1)?.[0]) : undefined
  }
}
