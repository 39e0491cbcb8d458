import type { Instant } from '@appointease/domain'
import type { SessionStore, SessionWriter } from '../../ports/identity.ts'
import type { Connection } from './connection.ts'
import { queries, type Tables } from './schema.ts'
import type { Writer } from './writer.ts'

/** Over a connection that is inside a write transaction. */
export function createSessionWriter(connection: Connection, { sessions }: Tables): SessionWriter {
  return {
    async putSession({ tokenFingerprint, email, createdAt, expiresAt }) {
      const row = { email, created_at: createdAt, expires_at: expiresAt }
      const insert = queries
        .insertInto(sessions)
        .values({ token_fingerprint: tokenFingerprint, ...row })
        .onConflict((conflict) => conflict.column('token_fingerprint').doUpdateSet(row))
      connection.run(insert)
    },
  }
}

export function createSessionStore(reader: Connection, writer: Writer, tables: Tables): SessionStore {
  const { sessions } = tables
  const inside = createSessionWriter(writer.connection, tables)
  return {
    putSession: (session) => writer.transact(() => inside.putSession(session)),

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

    replaceSession(oldFingerprint, next, now) {
      const end = queries
        .deleteFrom(sessions)
        .where('token_fingerprint', '=', oldFingerprint)
        .where('expires_at', '>', now)
      return writer.transact(async () => {
        if (writer.connection.run(end).changes !== 1)
          return { ok: false, refusal: { kind: 'session_expired' } }
        await inside.putSession(next)
        return { ok: true }
      })
    },
  }
}
