import type { Instant } from '@appointease/domain'
import type { Insertable, Selectable } from 'kysely'
import type { CodeAttempt, CodeRecord, SessionRecord } from '../../ports/identity.ts'
import type { Schema } from './schema.ts'

export const toSessionRow = (session: SessionRecord): Insertable<Schema['sessions']> => ({
  token_fingerprint: session.tokenFingerprint,
  email: session.email,
  created_at: session.createdAt,
  expires_at: session.expiresAt,
})

export const toSession = (row: Selectable<Schema['sessions']>): SessionRecord => ({
  tokenFingerprint: row.token_fingerprint,
  email: row.email,
  createdAt: row.created_at as Instant,
  expiresAt: row.expires_at as Instant,
})

export const toCodeRow = (code: CodeRecord): Insertable<Schema['codes']> => ({
  email_fingerprint: code.emailFingerprint,
  code_fingerprint: code.codeFingerprint,
  tries_left: code.triesLeft,
  issued_at: code.issuedAt,
  expires_at: code.expiresAt,
})

/** What an attempt comes to, and how many tries are left of the code: undefined where it stays as it is. */
export function judgeAttempt(
  code: Selectable<Schema['codes']> | undefined,
  codeFingerprint: string,
  now: Instant,
): { readonly attempt: CodeAttempt; readonly triesLeft?: number } {
  if (!code) return { attempt: { ok: false, refusal: { kind: 'otp_invalid' } } }
  if (code.expires_at <= now) return { attempt: { ok: false, refusal: { kind: 'otp_expired' } } }
  if (code.code_fingerprint === codeFingerprint) return { attempt: { ok: true }, triesLeft: 0 }
  return { attempt: { ok: false, refusal: { kind: 'otp_invalid' } }, triesLeft: code.tries_left - 1 }
}
