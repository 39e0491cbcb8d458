import { timingSafeEqual } from 'node:crypto'
import type { Instant } from '@appointease/domain'
import type { Seals } from '../ports/seals.ts'

const TICK_MS = 12 * 3_600_000
const LENGTH = 10

export type NonceAction = 'wp_rest' | 'heartbeat-nonce'
/** The fingerprint of a session's token, or nobody's. */
export type NonceOwner = string | 'guest'

/** Proof that a page of this site sent the request. It authorises nothing: a live session's cookie must stand beside it. */
export interface Nonces {
  createNonce(owner: NonceOwner, now: Instant, action?: NonceAction): string
  /** 1: made in this half-day, 2: in the one before, false: neither, or another owner's or action's. */
  verifyNonce(nonce: string, owner: NonceOwner, now: Instant, action?: NonceAction): 1 | 2 | false
}

/** As wp_create_nonce() and wp_verify_nonce() of WordPress do it (wp-includes/pluggable.php): two half-days, ten characters. */
export function createNonces(seals: Seals): Nonces {
  const nonceAt = (tick: number, owner: NonceOwner, action: NonceAction) =>
    seals.fingerprint('nonce', `${tick}|${action}|${owner}`).slice(-LENGTH - 2, -2)
  const tickAt = (now: Instant) => Math.ceil(now / TICK_MS)
  return {
    createNonce: (owner, now, action = 'wp_rest') => nonceAt(tickAt(now), owner, action),
    verifyNonce(nonce, owner, now, action = 'wp_rest') {
      const isFresh = isSame(nonce, nonceAt(tickAt(now), owner, action))
      const isOlder = isSame(nonce, nonceAt(tickAt(now) - 1, owner, action))
      if (isFresh) return 1
      return isOlder ? 2 : false
    },
  }
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)]
  return left.length === right.length && timingSafeEqual(left, right)
}
