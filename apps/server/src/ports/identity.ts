import type { Instant } from '@appointease/domain'

/** A proved mail address. The token is only with the customer; here is its fingerprint. */
export interface SessionRecord {
  readonly tokenFingerprint: string
  readonly email: string
  readonly createdAt: Instant
  readonly expiresAt: Instant
}

export type SessionReplacement =
  | { readonly ok: true }
  | { readonly ok: false; readonly refusal: { readonly kind: 'session_expired' } }

/** Writing, inside the transaction of what proves the address. */
export interface SessionWriter {
  putSession(session: SessionRecord): Promise<void>
}

export interface SessionStore extends SessionWriter {
  /** Live sessions only. */
  findSession(tokenFingerprint: string, now: Instant): Promise<SessionRecord | undefined>
  /** Ends this one session; where there is none, nothing happens. */
  deleteSession(tokenFingerprint: string): Promise<void>
  /** Ends every session of the address. */
  deleteSessionsOf(email: string): Promise<void>
  /**
   * Atomic: the live session of `oldFingerprint` ends and `next` begins in its place; refused, and nothing begins,
   * where that session is not live. Of many simultaneous replacements of one session one succeeds.
   */
  replaceSession(oldFingerprint: string, next: SessionRecord, now: Instant): Promise<SessionReplacement>
}

/** One outstanding one-time code an address. The code is stored as a fingerprint bound to its address. */
export interface CodeRecord {
  readonly emailFingerprint: string
  readonly codeFingerprint: string
  readonly triesLeft: number
  readonly issuedAt: Instant
  readonly expiresAt: Instant
}

export type CodeAttempt =
  | { readonly ok: true }
  | { readonly ok: false; readonly refusal: { readonly kind: 'otp_invalid' | 'otp_expired' } }

/** Codes inside a storage transaction: what becomes of them commits with it. */
export interface CodeStore {
  /** Replaces an outstanding code of the address. */
  putCode(code: CodeRecord): Promise<void>
  /**
   * Uses up the code where `codeFingerprint` matches, else one try; the last try uses up the code.
   * `otp_expired` where there was a code and its time has passed; `otp_invalid` in every other case, so that
   * an address without a code cannot be told from a wrong code. A refused attempt has used a try: the transaction
   * must be kept, with the attempt as its value.
   */
  attemptCode(emailFingerprint: string, codeFingerprint: string, now: Instant): Promise<CodeAttempt>
}
