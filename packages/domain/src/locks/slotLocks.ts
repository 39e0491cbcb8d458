import { type Claim, collides, isSameGroup } from '../availability/claims.ts'
import type { SlotLock } from '../availability/types.ts'
import { plus } from '../time/instant.ts'
import { overlaps } from '../time/intervals.ts'
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

/** Since when and until when a client holds a slot. */
export interface HeldTimes {
  /** When the client first held a lock in this unbroken row of renewals. */
  readonly lockedAt: Instant
  readonly expiresAt: Instant
  /** Whether the one extension for a code under way has been used. */
  readonly extendedForCode: boolean
  /** Rises with every change of what the client holds: of two accounts of it the one with more is the later. */
  readonly turn: number
}

/**
 * The times of a claim at `now` by a client that holds `held`: a claim on time that it holds already goes on counting
 * from there. `proved`: with its token; without it, asking again for the same slot gives no more time.
 */
export function timesOfClaim(
  claim: Claim,
  held: (Claim & HeldTimes) | undefined,
  proved: boolean,
  now: Instant,
): HeldTimes {
  const turn = nextTurn(held, now)
  const fresh = { lockedAt: now, expiresAt: renewedExpiry(now, now), extendedForCode: false, turn }
  if (!held || held.employeeId !== claim.employeeId || !overlaps(held.occupied, claim.occupied)) return fresh
  const same = held.slot.start === claim.slot.start
  return {
    lockedAt: held.lockedAt,
    expiresAt: same && !proved ? held.expiresAt : renewedExpiry(held.lockedAt, now),
    extendedForCode: held.extendedForCode,
    turn,
  }
}

/** The turn of what a client comes to hold at `now`. */
export function nextTurn(held: Pick<HeldTimes, 'turn'> | undefined, now: Instant): number {
  return held === undefined ? now : Math.max(held.turn + 1, now)
}

/** Until when a lock lasts that waits for a code asked for at `now`: as long as the code, within the cap, never shorter than it did. */
export function expiryForCode({ lockedAt, expiresAt }: HeldTimes, now: Instant): Instant {
  return Math.max(expiresAt, renewedExpiry(lockedAt, now)) as Instant
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
