import type { IdempotencyStore } from '../../ports/storage.ts'
import { toReply, toReplyRow } from '../tables/idempotencyRows.ts'
import { isDuplicate, Overtaken } from './faults.ts'
import { queries } from './queries.ts'
import type { MysqlTables } from './schema.ts'
import type { Statements } from './statements.ts'

/** Committed state, or a transaction's: one that found no reply and then sees another's was overtaken. */
export function createIdempotencyStore(
  statements: Statements,
  { idempotency }: MysqlTables,
): IdempotencyStore {
  const missing = new Set<string>()
  return {
    async findReply(scope) {
      const row = await statements.first(
        queries.selectFrom(idempotency).selectAll().where('scope', '=', scope),
      )
      if (!row) missing.add(scope)
      return row && toReply(row)
    },

    async saveReply(record) {
      try {
        await statements.run(queries.insertInto(idempotency).values(toReplyRow(record)))
      } catch (error) {
        if (isDuplicate(error) && missing.has(record.scope))
          throw new Overtaken('Another change came in between.', { cause: error })
        throw error
      }
    },
  }
}
