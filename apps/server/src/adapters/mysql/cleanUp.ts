import type { Instant } from '@appointease/domain'
import { ENDED_MESSAGES_KEPT, EXPIRED_CODES_KEPT, REPLIES_KEPT } from '../tables/retention.ts'
import { removeExpiredTransients } from '../transients/transients.ts'
import { removeOldChanges } from './changes.ts'
import { createHeldOptionRows } from './heldOptions.ts'
import type { MysqlTables } from './schema.ts'
import type { Statements } from './statements.ts'
import type { Writer } from './writer.ts'

/** So many at a time: nobody's patience ends, and nobody waits long for the rows. */
const ROWS_AT_ONCE = 1000

export async function removeExpired(
  statements: Statements,
  writer: Writer,
  tables: MysqlTables,
  now: Instant,
): Promise<void> {
  await writer.transact((transaction) =>
    removeExpiredTransients(createHeldOptionRows(transaction, tables), now),
  )
  const remove = async (table: string, column: string, until: number) => {
    const sql = `DELETE FROM ${table} WHERE ${column} <= ? ORDER BY ${column} LIMIT ${ROWS_AT_ONCE}`
    while ((await statements.runSql(sql, [until])).changes === ROWS_AT_ONCE);
  }
  await remove(tables.sessions, 'expires_at', now)
  await remove(tables.codes, 'expires_at', now - EXPIRED_CODES_KEPT)
  await remove(tables.idempotency, 'created_at', now - REPLIES_KEPT)
  await remove(tables.outbox, 'finished_at', now - ENDED_MESSAGES_KEPT)
  await removeOldChanges(statements, tables)
}
