import type { EphemeralStore } from '../ports/ephemeral.ts'
import type { Seals } from '../ports/seals.ts'
import type { Outcome } from '../ports/storage.ts'
import type { RequestContext } from './handler.ts'

/** Events that one caller may cause in a fixed window. */
export const LIMITS = {
  booking: { events: 10, windowSeconds: 60 },
  selection: { events: 60, windowSeconds: 60 },
  code: { events: 20, windowSeconds: 3600 },
  /** Every code that may be asked for may be tried five times. */
  code_attempt: { events: 100, windowSeconds: 3600 },
  /** A page renews its session when it is loaded, not more often. */
  renewal: { events: 60, windowSeconds: 3600 },
  /** An office of many, each with a program that looks every five minutes. */
  calendar_feed: { events: 120, windowSeconds: 600 },
} as const

const LOCKS_AT_ONCE = 5

export type LimitName = keyof typeof LIMITS
type RateLimited = { readonly kind: 'rate_limited'; readonly retryAfterSeconds: number }

export interface Limits {
  /**
   * Counts one more event of the caller: of the proved address where there is one, whatever sessions it has, else
   * of the network address.
   */
  take(
    name: LimitName,
    context: Pick<RequestContext, 'caller' | 'address' | 'now'>,
  ): Promise<Outcome<undefined, RateLimited>>
  /** How many locks one network address may hold at the same moment. */
  readonly locksAtOnce: number
}

/** `scale` multiplies every limit here; the limits per mail address are the commands' and stay. */
export function createLimits(
  { ephemeral, seals }: { readonly ephemeral: EphemeralStore; readonly seals: Seals },
  scale: number,
): Limits {
  const scaled = (limit: number) => Math.max(1, Math.floor(limit * scale))
  return {
    locksAtOnce: scaled(LOCKS_AT_ONCE),
    async take(name, { caller, address, now }) {
      const who = caller.kind === 'customer' ? seals.fingerprint('caller', caller.email) : address
      const { events, windowSeconds } = LIMITS[name]
      const counted = await ephemeral.countEvent(`${name}_${who}`, scaled(events), windowSeconds, now)
      if (counted.ok) return { ok: true, value: undefined }
      return { ok: false, refusal: { kind: 'rate_limited', retryAfterSeconds: counted.retryAfterSeconds } }
    },
  }
}
