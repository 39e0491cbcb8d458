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

/** A transaction that found no reply and then, when it ends, sees that there is one, was overtaken. */
export function createIdempotencyStore(transaction: Transaction, tables: MysqlTables): IdempotencyStore {
  const { findReply } = createReplyFinder(transaction, tables)
  const { conclusion } = transaction
  return {
    async findReply(scope) {
      await conclusion.write()
      const reply = await findReply(scope)
      if (!reply) conclusion.foundNoReply()
      return reply
    },
    saveReply: (record) => conclusion.add('idempotency', toReplyRow(record)),
  }
}
