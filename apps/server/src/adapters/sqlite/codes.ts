import type { CodeStore } from '../../ports/identity.ts'
import { judgeAttempt, toCodeRow } from '../tables/identityRows.ts'
import type { Tables } from '../tables/schema.ts'
import type { Connection } from './connection.ts'
import { queries } from './queries.ts'

/** Over a connection that is inside a write transaction. */
export function createCodeStore(connection: Connection, { codes }: Tables): CodeStore {
  return {
    async putCode(code) {
      const { email_fingerprint, ...row } = toCodeRow(code)
      const insert = queries
        .insertInto(codes)
        .values({ email_fingerprint, ...row })
        .onConflict((conflict) => conflict.column('email_fingerprint').doUpdateSet(row))
      connection.run(insert)
    },

    async attemptCode(emailFingerprint, codeFingerprint, now) {
      const ofAddress = queries
        .selectFrom(codes)
        .selectAll()
        .where('email_fingerprint', '=', emailFingerprint)
      const use = queries.deleteFrom(codes).where('email_fingerprint', '=', emailFingerprint)
      const { attempt, triesLeft } = judgeAttempt(connection.first(ofAddress), codeFingerprint, now)
      if (triesLeft === undefined) return attempt
      const count = queries
        .updateTable(codes)
        .set({ tries_left: triesLeft })
        .where('email_fingerprint', '=', emailFingerprint)
      connection.run(triesLeft > 0 ? count : use)
      return attempt
    },
  }
}
