import type { CodeStore } from '../../ports/identity.ts'
import { judgeAttempt, toCodeRow } from '../tables/identityRows.ts'
import { queries } from './queries.ts'
import type { MysqlTables } from './schema.ts'
import type { Statements } from './statements.ts'

/** Inside a transaction. */
export function createCodeStore(statements: Statements, { codes }: MysqlTables): CodeStore {
  return {
    async putCode(code) {
      const { email_fingerprint, ...row } = toCodeRow(code)
      const insert = queries
        .insertInto(codes)
        .values({ email_fingerprint, ...row })
        .onDuplicateKeyUpdate(row)
      await statements.run(insert)
    },

    async attemptCode(emailFingerprint, codeFingerprint, now) {
      const ofAddress = queries
        .selectFrom(codes)
        .selectAll()
        .where('email_fingerprint', '=', emailFingerprint)
        .forUpdate()
      const { attempt, triesLeft } = judgeAttempt(await statements.first(ofAddress), codeFingerprint, now)
      if (triesLeft === undefined) return attempt
      const use = queries.deleteFrom(codes).where('email_fingerprint', '=', emailFingerprint)
      const count = queries
        .updateTable(codes)
        .set({ tries_left: triesLeft })
        .where('email_fingerprint', '=', emailFingerprint)
      await statements.run(triesLeft > 0 ? count : use)
      return attempt
    },
  }
}
