import { createHash } from 'node:crypto'
import type { SessionStore, SessionWriter } from '../../ports/identity.ts'
import { toSession, toSessionRow } from '../tables/identityRows.ts'
import { queries } from './queries.ts'
import type { MysqlTables } from './schema.ts'
import type { Statements } from './statements.ts'
import type { Writer } from './writer.ts'

/** What ends all sessions of an address must not miss the one that takes another's place meanwhile. Few rows for all there are. */
const mutexOf = (email: string) => `sessions:${createHash('sha256').update(email).digest('hex').slice(0, 2)}`

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

    async deleteSession(tokenFingerprint) {
      await statements.run(queries.deleteFrom(sessions).where('token_fingerprint', '=', tokenFingerprint))
    },

    async deleteSessionsOf(email) {
      const all = queries.deleteFrom(sessions).where('email', '=', email)
      await writer.transact((transaction) => transaction.run(all), { mutexes: [mutexOf(email)] })
    },

    replaceSession(oldFingerprint, next, now) {
      const end = queries
        .deleteFrom(sessions)
        .where('token_fingerprint', '=', oldFingerprint)
        .where('expires_at', '>', now)
      const replace = async (transaction: Statements) => {
        if ((await transaction.run(end)).changes !== 1)
          return { ok: false, refusal: { kind: 'session_expired' } } as const
        await createSessionWriter(transaction, tables).putSession(next)
        return { ok: true } as const
      }
      return writer.transact(replace, { mutexes: [mutexOf(next.email)] })
    },
  }
}
