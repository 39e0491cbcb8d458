import { setImmediate as turn } from 'node:timers/promises'
import type { Instant } from '@appointease/domain'
import { eachByItself, rowsThatAreOver } from '../tables/retention.ts'
import type { Tables } from '../tables/schema.ts'
import { afterPrefix } from '../transients/names.ts'
import type { OptionRow, OptionRows } from '../transients/optionRows.ts'
import { OUR_TIMEOUTS, removeExpiredTransients } from '../transients/transients.ts'
import { removeOldChanges } from './changes.ts'
import type { Connection } from './connection.ts'
import { createOptionRows } from './options.ts'
import type { Writer } from './writer.ts'

/** So many at a time: a statement keeps everybody waiting, and so does a turn at writing. */
const ROWS_AT_ONCE = 200

/** Each kind by itself, in steps that are kept: where one fails the others go on, and the next run goes on where it stopped. */
export async function removeExpired(writer: Writer, tables: Tables, now: Instant): Promise<void> {
  const { connection } = writer
  const transact = (work: (rows: OptionRows) => Promise<void>) =>
    writer.transact(() => work(createOptionRows(connection, tables)))
  const remove = (table: string, column: string, until: number) => async () => {
    const sql = `DELETE FROM ${table} WHERE rowid IN
      (SELECT rowid FROM ${table} WHERE ${column} <= ? ORDER BY ${column} LIMIT ${ROWS_AT_ONCE})`
    const next = () => writer.transact(() => connection.runSql(sql, [until]).changes)
    while ((await next()) === ROWS_AT_ONCE) await turn()
  }
  await eachByItself([
    () => removeExpiredTransients(timeoutPages(connection, tables), transact, now),
    ...rowsThatAreOver(now).map(([table, column, until]) => remove(tables[table], column, until)),
    () => writer.transact(() => removeOldChanges(connection, tables)),
  ])
}

async function* timeoutPages(
  connection: Connection,
  { options }: Tables,
): AsyncGenerator<readonly OptionRow[]> {
  const sql = `SELECT option_name, option_value FROM ${options} WHERE option_name > ? AND option_name < ?
    ORDER BY option_name LIMIT ${ROWS_AT_ONCE}`
  for (let last: string | undefined = OUR_TIMEOUTS; last !== undefined; await turn()) {
    const found = connection.tuples(sql, [last, afterPrefix(OUR_TIMEOUTS)])
    yield found.map(([name, value]) => ({ name: String(name), value: String(value) }))
    last = found.length === ROWS_AT_ONCE ? String(found.at(-1)?.[0]) : undefined
  }
}
