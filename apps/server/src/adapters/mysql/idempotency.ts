import type { IdempotencyStore } from '../../ports/storage.ts'
import { toReply, toReplyRow } from '../tables/idempotencyRows.ts'
import type { MysqlTables } from './schema.ts'
import type { Statements } from './statements.ts'
import type { Transaction } from './writer.ts'

/** Committed state. */
export function createReplyFinder(
  statements: Statements,
  { idempotency }: MysqlTables,
): Pick<IdempotencyStore, 'findReply'> {
  return {
    async findReply(scope) {
      const sql = `SELECT body_fingerprint, appointment_id, reply, created_at FROM ${idempotency} WHERE scope = ?`
      const [row] = (await statements.tuples(sql, [scope])) as readonly [string, number, string, number][]
      if (!row) return undefined
      const [body_fingerprint, appointment_id, reply, created_at] = row
      return toReply({ scope, body_fingerprint, appointment_id, reply, created_at })
    },
  }
}

/**
 * A key is new nearly always, so a change that runs for the first time takes it for new without a look. That it was is
 * certain in the end by the reply's own unique key, or by a look where no reply is kept; where it was not, the change runs
 * again and looks.
 */
export function createIdempotencyStore(transaction: Transaction, tables: MysqlTables): IdempotencyStore {
  const { findReply } = createReplyFinder(transaction, tables)
  const { conclusion } = transaction
  return {
    async findReply(scope) {
      if (transaction.isFirstAttempt && !conclusion.isWaiting('idempotency')) {
        conclusion.assume(scope, async () => (await findReply(scope)) === undefined)
        return undefined
      }
      await conclusion.write()
      return findReply(scope)
    },
    saveReply: (record) => conclusion.add('idempotency', toReplyRow(record)),
  }
}
