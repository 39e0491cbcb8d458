import type { IdempotencyStore } from '../../ports/storage.ts'
import { toReply, toReplyRow } from '../tables/idempotencyRows.ts'
import type { Tables } from '../tables/schema.ts'
import type { Connection } from './connection.ts'
import { queries } from './queries.ts'

export function createIdempotencyStore(connection: Connection, { idempotency }: Tables): IdempotencyStore {
  return {
    async findReply(scope) {
      const row = connection.first(queries.selectFrom(idempotency).selectAll().where('scope', '=', scope))
      return row && toReply(row)
    },

    async saveReply(record) {
      connection.run(queries.insertInto(idempotency).values(toReplyRow(record)))
    },
  }
}
