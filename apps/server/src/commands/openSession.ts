import type { Instant } from '@appointease/domain'
import type { CustomerRecord } from '../ports/customers.ts'
import type { CodeAttempt, SessionRecord } from '../ports/identity.ts'
import type { Outcome } from '../ports/storage.ts'
import type { CommandDependencies } from './dependencies.ts'
import { codeFingerprint } from './issueCode.ts'
import type { Refusal } from './refusals.ts'

export const SESSION_SECONDS = 86_400

export interface OpenedSession extends SessionRecord {
  /** The only copy; the store keeps its fingerprint. */
  readonly token: string
}

/** Opens a session for an address that a code has proved. The code is used up in the same step, or one of its tries. */
export async function openSession(
  deps: CommandDependencies,
  proof: { readonly email: string; readonly code: string },
): Promise<Outcome<{ session: OpenedSession; customer: CustomerRecord | undefined }, Refusal>> {
  const session = newSession(deps, proof.email)
  const emailFingerprint = deps.seals.fingerprint('email', proof.email)
  const fingerprint = codeFingerprint(deps, proof.email, proof.code)
  // A refusal would roll back the try that a wrong code costs: the attempt is what the change yields.
  const outcome = await deps.storage.change<CodeAttempt, never>([], async (tx) => {
    const attempt = await tx.codes.attemptCode(emailFingerprint, fingerprint, session.createdAt)
    if (attempt.ok) await tx.sessions.putSession(recordOf(session))
    return { ok: true, value: attempt }
  })
  if (!outcome.ok) return outcome
  if (!outcome.value.ok) return outcome.value
  return { ok: true, value: { session, customer: await deps.storage.customers.findCustomer(proof.email) } }
}

/** A new token and a new day for a live session; the old token ends in the same step, or nothing begins. */
export async function renewSession(
  deps: CommandDependencies,
  live: { readonly email: string; readonly tokenFingerprint: string },
): Promise<Outcome<OpenedSession, { readonly kind: 'session_expired' }>> {
  const session = newSession(deps, live.email)
  const replaced = await deps.storage.sessions.replaceSession(
    live.tokenFingerprint,
    recordOf(session),
    session.createdAt,
  )
  return replaced.ok ? { ok: true, value: session } : replaced
}

function newSession(deps: CommandDependencies, email: string): OpenedSession {
  const now = deps.clock.now()
  const token = deps.randomness.token(32)
  const tokenFingerprint = deps.seals.fingerprint('session', token)
  const expiresAt = (now + SESSION_SECONDS * 1000) as Instant
  return { token, tokenFingerprint, email, createdAt: now, expiresAt }
}

function recordOf({ token, ...record }: OpenedSession): SessionRecord {
  return record
}
