import type { Instant } from '@appointease/domain'
import type { CodeRecord } from '../ports/identity.ts'
import { codeMessage } from '../ports/messages.ts'
import type { Outcome } from '../ports/storage.ts'
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
  /** BCP 47, of whoever asks, for the mail; empty: not known. */
  readonly locale: string
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
  const message = codeMessage({ ...request, code, expiresAt, now, key }, deps.seals)
  // Before the code: a slot that waits for a mail which is then not sent has lost nobody anything.
  if (request.held) {
    const { clientId, lockToken } = request.held
    const shownFingerprint = deps.seals.fingerprint('lock', lockToken)
    await deps.locks.extendForCode({ owner: deps.seals.alias(clientId), shownFingerprint, now })
  }
  const outcome = await deps.storage.change<undefined, never>([], async (tx) => {
    await tx.codes.putCode(record)
    await tx.outbox.addMessage(message)
    return { ok: true, value: undefined }
  })
  deps.outboxFilled()
  return outcome
}
