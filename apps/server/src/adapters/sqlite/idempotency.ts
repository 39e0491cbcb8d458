import type { Instant } from '@appointease/domain'
import type { IdempotencyStore } from '../../ports/storage.ts'
import type { Connection } from './connection.ts'
import { queries, type Tables } from './schema.ts'

export function createIdempotencyStore(connection: Connection, { idempotency }: Tables): IdempotencyStore {
  return {
    async findReply(scope) {
      const row = connection.first(queries.selectFrom(idempotency).selectAll().where('scope', '=', scope))
      return (
        row && {
          scope: row.scope,
          bodyFingerprint: row.body_fingerprint,
          appointmentId: row.appointment_id,
          reply: row.reply,
          createdAt: row.created_at as Instant,
        }
      )
    },

    async saveReply({ scope, bodyFingerprint, appointmentId, reply, createdAt }) {
      const row = {
        scope,
        body_fingerprint: bodyFingerprint,
        appointment_id: appointmentId,
        reply,
        created_at: createdAt,
      }
      connection.run(queries.insertInto(idempotency).values(row))
    },
  }
}
