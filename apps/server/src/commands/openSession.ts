import type { Instant } from '@appointease/domain'
import type { CustomerRecord } from '../ports/customers.ts'
import type { Outcome } from '../ports/storage.ts'
import type { CommandDependencies } from './dependencies.ts'
import { codeFingerprint } from './issueCode.ts'
import type { Refusal } from './refusals.ts'

export const SESSION_SECONDS = 86_400

export interface OpenedSession {
  /** The only copy; the store keeps its fingerprint. */
  readonly token: string
  readonly tokenFingerprint: string
  readonly email: string
  readonly expiresAt: Instant
}

/** Opens a session for an address that a code has proved. The code is used up. */
export async function openSession(
  deps: CommandDependencies,
  proof: { readonly email: string; readonly code: string },
): Promise<Outcome<{ session: OpenedSession; customer: CustomerRecord | undefined }, Refusal>> {
  const attempt = await deps.storage.codes.attemptCode(
    deps.seals.fingerprint('email', proof.email),
    codeFingerprint(deps, proof.email, proof.code),
    deps.clock.now(),
  )
  if (!attempt.ok) return attempt
  const session = await putSession(deps, proof.email)
  return { ok: true, value: { session, customer: await deps.storage.customers.findCustomer(proof.email) } }
}

/** A new token and a new day for a live session; the old token ends. */
export async function renewSession(
  deps: CommandDependencies,
  live: { readonly email: string; readonly tokenFingerprint: string },
): Promise<OpenedSession> {
  const session = await putSession(deps, live.email)
  await deps.storage.sessions.deleteSession(live.tokenFingerprint)
  return session
}

async function putSession(deps: CommandDependencies, email: string): Promise<OpenedSession> {
  const now = deps.clock.now()
  const token = deps.randomness.token(32)
  const tokenFingerprint = deps.seals.fingerprint('session', token)
  const expiresAt = (now + SESSION_SECONDS * 1000) as Instant
  await deps.storage.sessions.putSession({ tokenFingerprint, email, createdAt: now, expiresAt })
  return { token, tokenFingerprint, email, expiresAt }
}
