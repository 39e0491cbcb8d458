import type { CodeStore } from '../../ports/identity.ts'
import type { Connection } from './connection.ts'
import { queries, type Tables } from './schema.ts'

/** Over a connection that is inside a write transaction. */
export function createCodeStore(connection: Connection, { codes }: Tables): CodeStore {
  return {
    async putCode({ emailFingerprint, codeFingerprint, triesLeft, issuedAt, expiresAt }) {
      const row = {
        code_fingerprint: codeFingerprint,
        tries_left: triesLeft,
        issued_at: issuedAt,
        expires_at: expiresAt,
      }
      const insert = queries
        .insertInto(codes)
        .values({ email_fingerprint: emailFingerprint, ...row })
        .onConflict((conflict) => conflict.column('email_fingerprint').doUpdateSet(row))
      connection.run(insert)
    },

    async attemptCode(emailFingerprint, codeFingerprint, now) {
      const ofAddress = queries
        .selectFrom(codes)
        .selectAll()
        .where('email_fingerprint', '=', emailFingerprint)
      const use = queries.deleteFrom(codes).where('email_fingerprint', '=', emailFingerprint)
      const code = connection.first(ofAddress)
      if (!code) return { ok: false, refusal: { kind: 'otp_invalid' } }
      if (code.expires_at <= now) return { ok: false, refusal: { kind: 'otp_expired' } }
      if (code.code_fingerprint === codeFingerprint) {
        connection.run(use)
        return { ok: true }
      }
      const triesLeft = code.tries_left - 1
      const count = queries
        .updateTable(codes)
        .set({ tries_left: triesLeft })
        .where('email_fingerprint', '=', emailFingerprint)
      connection.run(triesLeft > 0 ? count : use)
      return { ok: false, refusal: { kind: 'otp_invalid' } }
    },
  }
}
