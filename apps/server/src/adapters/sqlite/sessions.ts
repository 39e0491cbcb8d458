import type { SessionStore, SessionWriter } from '../../ports/identity.ts'
import { toSession, toSessionRow } from '../tables/identityRows.ts'
import type { Tables } from '../tables/schema.ts'
import type { Connection } from './connection.ts'
import { queries } from './queries.ts'
import type { Writer } from './writer.ts'

/** Over a connection that is inside a write transaction. */
export function createSessionWriter(connection: Connection, { sessions }: Tables): SessionWriter {
  return {
    async putSession(session) {
      const { token_fingerprint, ...row } = toSessionRow(session)
      const insert = queries
        .insertInto(sessions)
        .values({ token_fingerprint, ...row })
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
      return row && toSession(row)
    },

    async deleteSession(tokenFingerprint) {
      const one = queries.deleteFrom(sessions).where('token_fingerprint', '=', tokenFingerprint)
      await writer.transact(() => writer.connection.run(one))
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
