import {
  addDays,
  type CalendarDate,
  type Claim,
  collides,
  type Instant,
  lockConflict,
} from '@appointease/domain'
import type { SlotLockRecord } from '../../ports/locks.ts'
import type { SlotLocked } from '../../ports/slotLocks.ts'
import { toLockRecord } from '../transients/lockValue.ts'
import { isLock, onePerPerson, type StoredClaim } from './storedClaim.ts'

/**
 * When the time is free, by the domain's rule, from what a script has refused a claim for. A person who has both a lock
 * and a guard takes one seat, but each of the two can be in the way.
 */
export function slotLocked(
  claim: Claim,
  others: readonly StoredClaim[],
  { seats, capacity }: { readonly seats: number; readonly capacity: number },
): SlotLocked {
  const isInTheWay = (other: StoredClaim) => collides(claim, toLockRecord(other), capacity)
  const inTheWay = others.filter(isInTheWay).map(toLockRecord)
  const beside = onePerPerson(others.filter((other) => !isInTheWay(other)))
  const conflict = lockConflict(claim, [...inTheWay, ...beside], seats, capacity)
  if (conflict) return conflict
  throw new Error('A script of Redis refuses what the rules of locks allow')
}

/** UTC days on which a lock may be that is named on one of these dates of any wall clock. */
export function daysAround(dates: readonly CalendarDate[]): readonly CalendarDate[] {
  return [...new Set(dates.flatMap((date) => [addDays(date, -1), date, addDays(date, 1)]))]
}

/** The live locks named on these dates, each once, by start. */
export function listedLocks(
  claims: readonly StoredClaim[],
  dates: readonly CalendarDate[],
  now: Instant,
): readonly SlotLockRecord[] {
  const locks = new Map<string, StoredClaim>()
  for (const claim of claims) {
    if (isLock(claim) && claim.expires_at > now && dates.includes(claim.date)) locks.set(claim.token, claim)
  }
  return [...locks.values()].sort((one, other) => one.start - other.start).map(toLockRecord)
}
