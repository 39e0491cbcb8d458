import type { Instant } from '@appointease/domain'
import type { SessionStore } from '../../ports/identity.ts'
import type { Connection } from './connection.ts'
import { queries, type Tables } from './schema.ts'
import type { Writer } from './writer.ts'

export function createSessionStore(reader: Connection, writer: Writer, { sessions }: Tables): SessionStore {
  return {
    async putSession({ tokenFingerprint, email, createdAt, expiresAt }) {
      const row = { email, created_at: createdAt, expires_at: expiresAt }
      const insert = queries
        .insertInto(sessions)
        .values({ token_fingerprint: tokenFingerprint, ...row })
        .onConflict((conflict) => conflict.column('token_fingerprint').doUpdateSet(row))
      await writer.transact(() => writer.connection.run(insert))
    },

    async findSession(tokenFingerprint, now) {
      const live = queries
        .selectFrom(sessions)
        .selectAll()
        .where('token_fingerprint', '=', tokenFingerprint)
        .where('expires_at', '>', now)
      const row = reader.first(live)
      return (
        row && {
          tokenFingerprint: row.token_fingerprint,
          email: row.email,
          createdAt: row.created_at as Instant,
          expiresAt: row.expires_at as Instant,
        }
      )
    },

    async deleteSessionsOf(email) {
      await writer.transact(() =>
        writer.connection.run(queries.deleteFrom(sessions).where('email', '=', email)),
      )
    },

    async deleteSession(tokenFingerprint) {
      const one = queries.deleteFrom(sessions).where('token_fingerprint', '=', tokenFingerprint)
      await writer.transact(() => writer.connection.run(one))
    },
  }
}
