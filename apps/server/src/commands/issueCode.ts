import { type Instant, LOCK_CAP_SECONDS, LOCK_SECONDS } from '@appointease/domain'
import type { CodeRecord } from '../ports/identity.ts'
import type { SlotLockRecord } from '../ports/locks.ts'
import { codeMessage } from '../ports/messages.ts'
import type { Outcome, StorageTransaction } from '../ports/storage.ts'
import type { CommandDependencies } from './dependencies.ts'

export const CODE_SECONDS = 600
const CODE_DIGITS = 6
const CODE_TRIES = 5

/** How many codes one address gets, whoever asks for them. They hold whatever scales the limits per caller. */
const LIMITS_PER_EMAIL = [
  { name: 'code_email', codes: 3, windowSeconds: 600 },
  { name: 'code_email_day', codes: 20, windowSeconds: 86_400 },
]

export interface CodeRequest {
  /** Normalised. */
  readonly email: string
  /** The caller's lock, which then waits for the mail. */
  readonly held: { readonly clientId: string; readonly lockToken: string } | undefined
}

/** What a code is stored as: bound to its address, so that a code for one is nothing for another. */
export function codeFingerprint(
  deps: Pick<CommandDependencies, 'seals'>,
  email: string,
  code: string,
): string {
  return deps.seals.fingerprint('code', `${email}\n${code}`)
}

/**
 * Sends a new code to the address; an earlier one stops working in the same step as the mail is ordered. Does the same work whoever the address belongs to.
 * Refuses more codes than {@link LIMITS_PER_EMAIL}; limits per caller are the caller's business.
 */
export async function issueCode(
  deps: CommandDependencies,
  request: CodeRequest,
): Promise<Outcome<undefined, { readonly kind: 'rate_limited'; readonly retryAfterSeconds: number }>> {
  const now = deps.clock.now()
  const emailFingerprint = deps.seals.fingerprint('email', request.email)
  for (const { name, codes, windowSeconds } of LIMITS_PER_EMAIL) {
    const counted = await deps.ephemeral.countEvent(`${name}_${emailFingerprint}`, codes, windowSeconds, now)
    if (!counted.ok) {
      return { ok: false, refusal: { kind: 'rate_limited', retryAfterSeconds: counted.retryAfterSeconds } }
    }
  }
  const expiresAt = (now + CODE_SECONDS * 1000) as Instant
  const code = deps.randomness.digits(CODE_DIGITS)
  const record: CodeRecord = {
    emailFingerprint,
    codeFingerprint: codeFingerprint(deps, request.email, code),
    triesLeft: CODE_TRIES,
    issuedAt: now,
    expiresAt,
  }
  const key = deps.randomness.token(12)
  const message = codeMessage({ email: request.email, code, expiresAt, now, key }, deps.seals)
  const outcome = await deps.storage.change<undefined, never>([], async (tx) => {
    await tx.codes.putCode(record)
    await tx.outbox.addMessage(message)
    if (request.held) await extendOnce(deps, tx, request.held, now)
    return { ok: true, value: undefined }
  })
  deps.outboxFilled()
  return outcome
}

/** A slow mail loses nobody's slot: the lock lasts as long as the code, once. */
async function extendOnce(
  deps: CommandDependencies,
  tx: StorageTransaction,
  held: { readonly clientId: string; readonly lockToken: string },
  now: Instant,
): Promise<void> {
  const lock = await tx.locks.findLockOfOwner(deps.seals.alias(held.clientId), now)
  if (lock && !lock.extendedForCode && deps.seals.matches('lock', held.lockToken, lock.tokenFingerprint)) {
    await tx.locks.putLock(extended(lock, now))
  }
}

function extended(lock: SlotLockRecord, now: Instant): SlotLockRecord {
  const cap = lock.lockedAt + LOCK_CAP_SECONDS * 1000
  const wanted = Math.min(now + LOCK_SECONDS * 1000, cap)
  return { ...lock, expiresAt: Math.max(lock.expiresAt, wanted) as Instant, extendedForCode: true }
}
