import type { SessionStore, SessionWriter } from '../../ports/identity.ts'
import { toSession, toSessionRow } from '../tables/identityRows.ts'
import { queries } from './queries.ts'
import type { MysqlTables } from './schema.ts'
import type { Statements } from './statements.ts'
import type { Writer } from './writer.ts'

/** Committed state, or a transaction's. */
export function createSessionWriter(statements: Statements, { sessions }: MysqlTables): SessionWriter {
  return {
    async putSession(session) {
      const { token_fingerprint, ...row } = toSessionRow(session)
      const insert = queries
        .insertInto(sessions)
        .values({ token_fingerprint, ...row })
        .onDuplicateKeyUpdate(row)
      await statements.run(insert)
    },
  }
}

export function createSessionStore(
  statements: Statements,
  writer: Writer,
  tables: MysqlTables,
): SessionStore {
  const { sessions } = tables
  return {
    ...createSessionWriter(statements, tables),

    async findSession(tokenFingerprint, now) {
      const live = queries
        .selectFrom(sessions)
        .selectAll()
        .where('token_fingerprint', '=', tokenFingerprint)
        .where('expires_at', '>', now)
      const row = await statements.first(live)
      return row && toSession(row)
    },

    async deleteSessionsOf(email) {
      await statements.run(queries.deleteFrom(sessions).where('email', '=', email))
    },

    replaceSession(oldFingerprint, next, now) {
      const end = queries
        .deleteFrom(sessions)
        .where('token_fingerprint', '=', oldFingerprint)
        .where('expires_at', '>', now)
      return writer.transact(async (transaction) => {
        if ((await transaction.run(end)).changes !== 1)
          return { ok: false, refusal: { kind: 'session_expired' } } as const
        await createSessionWriter(transaction, tables).putSession(next)
        return { ok: true } as const
      })
    },
  }
}
