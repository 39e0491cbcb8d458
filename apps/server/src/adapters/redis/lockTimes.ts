import { LOCK_SECONDS } from '@appointease/domain'
import type { SlotLockRecord } from '../../ports/locks.ts'
import type { LockPlace } from '../../ports/slotLocks.ts'
import { EPOCH_SECONDS } from './examine.ts'

/** No lock has more left at any time. */
export const LONGEST_MILLISECONDS = LOCK_SECONDS * 1000

/**
 * How long what is kept for locks is there after it was written. Locks end by the product's clock, so they are not left to
 * Redis's: where that one leaps, whatever it drops of them goes after the epoch, which shows that locks are lost.
 */
export const KEPT_MILLISECONDS = EPOCH_SECONDS * 1000 + 2 * LONGEST_MILLISECONDS

/**
 * Whether a claim takes the held lock's place at once. Only where that can be given back at any time, because nothing that
 * it kept out gets in meanwhile; else the two are beside each other until the claim is settled, each under a name of its own.
 */
export function renews(held: SlotLockRecord, place: LockPlace): boolean {
  return (
    held.employeeId === place.employeeId &&
    held.serviceId === place.serviceId &&
    held.slot.start === place.slot.start &&
    held.date === place.date &&
    held.time === place.time &&
    held.occurrence === place.occurrence &&
    place.occupied.start <= held.occupied.start &&
    held.occupied.end <= place.occupied.end
  )
}
