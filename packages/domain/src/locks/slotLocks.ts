import { type Claim, collides, isSameGroup } from '../availability/claims.ts'
import type { SlotLock } from '../availability/types.ts'
import { plus } from '../time/instant.ts'
import type { Instant } from '../time/types.ts'

/** How long choosing a slot holds it. */
export const LOCK_SECONDS = 600
/** How long renewing can hold one slot in all. */
export const LOCK_CAP_SECONDS = 1800
/** How long pointing at a slot shows it as looked at. */
export const SELECTION_SECONDS = 10

/** When a lock taken at `lockedAt` expires if it is renewed (or first taken) at `now`; never beyond the cap. */
export function renewedExpiry(lockedAt: Instant, now: Instant): Instant {
  const renewed = plus(now, LOCK_SECONDS * 1000)
  const cap = plus(lockedAt, LOCK_CAP_SECONDS * 1000)
  return Math.min(renewed, cap) as Instant
}

export type LockConflict = { readonly kind: 'slot_locked'; readonly freeAt: Instant }

/**
 * Whether `locks` (live, of other owners) keep a claim out that finds `seats` free after the appointments.
 * `freeAt`: when enough of the locks in the way have expired, unless they are used.
 */
export function lockConflict(
  claim: Claim,
  locks: readonly SlotLock[],
  seats: number,
  capacity: number,
): LockConflict | undefined {
  const colliding = locks.filter((lock) => collides(claim, lock, capacity)).map((lock) => lock.expiresAt)
  const sharing = locks
    .filter((lock) => isSameGroup(claim, lock) && !collides(claim, lock, capacity))
    .map((lock) => lock.expiresAt)
    .sort((a, b) => a - b)
  const seatFreeAt = sharing[sharing.length - seats]
  const expiries = seatFreeAt === undefined ? colliding : [...colliding, seatFreeAt]
  if (expiries.length === 0) return undefined
  return { kind: 'slot_locked', freeAt: Math.max(...expiries) as Instant }
}
