import type { ClaimRefusal, LockClaim } from '../../ports/slotLocks.ts'
import type { GrantedLock } from '../../ports/quickStore.ts'
import type { SeatedLock } from '../../ports/locks.ts'
import type { Outcome } from '../../ports/storage.ts'
import type { ClusterSteps, Held } from './clusterSteps.ts'
import { slotLocked } from './lockAnswers.ts'
import { LONGEST_MILLISECONDS, renews, timesAfter } from './lockTimes.ts'
import { jsonOf, othersAmong, readClaim, type StoredClaim, seatedOf } from './storedClaim.ts'

/**
 * Grants a lock in steps. The order keeps everybody's rights at every moment: the lock counts for its address and has a
 * name before its time is claimed, its time is claimed before it is the client's, and the client's older lock is untouched
 * until the new one is settled.
 */
export async function claimInSteps(
  steps: ClusterSteps,
  claim: LockClaim,
): Promise<Outcome<GrantedLock, ClaimRefusal>> {
  const { place, owner, tokenFingerprint, shownFingerprint, locksPerAddress, now } = claim
  const held = await steps.heldBy(owner, now)
  const again = held.findIndex(({ lock }) => lock.tokenFingerprint === tokenFingerprint)
  if (again >= 0) return { ok: true, value: await grantedBefore(steps, held, again, claim) }
  const latest = held.at(-1)
  if (latest && shownFingerprint !== undefined && shownFingerprint !== latest.lock.tokenFingerprint) {
    return { ok: false, refusal: { kind: 'lock_not_owned' } }
  }
  const lock = {
    ...place,
    owner,
    tokenFingerprint,
    address: claim.address,
    ...timesAfter(latest?.lock, claim),
  }
  const counted = await steps.step(steps.count(lock, latest ? '' : locksPerAddress, now))
  if (counted === 0) return { ok: false, refusal: { kind: 'too_many_locks' } }
  const older = latest && renews(latest.lock, place) ? latest : undefined
  const json = await named(steps, { lock, seat: 1 }, older, claim)
  const outcome = await claimTime(steps, json, older, claim)
  if (!outcome.ok) {
    await steps.ask([steps.uncount(lock), ...(older ? [] : [steps.dropName(seatedOf(readClaim(json)))])])
    return outcome
  }
  const seated = seatedOf(readClaim(json))
  const previous = await given(steps, seated, json, older, claim)
  const others = othersAmong(outcome.value, owner, now)
  return { ok: true, value: { ...seated, renewed: older?.lock, previous, others } }
}

/** The lock as it is kept: under a name of its own, or the older one's, which it does not take before its time is claimed. */
async function named(
  steps: ClusterSteps,
  wanted: SeatedLock,
  older: Held | undefined,
  { now }: LockClaim,
): Promise<string> {
  if (!older) {
    const json = jsonOf(wanted, steps.epochId)
    return String(await steps.step(steps.takeName(steps.nameOf(wanted), json, now)))
  }
  const json = jsonOf({ ...wanted, seat: older.seat }, steps.epochId)
  const { before: _nested, ...before } = older.stored
  return `${json.slice(0, -1)},"before":${JSON.stringify(before)}}`
}

async function claimTime(
  steps: ClusterSteps,
  json: string,
  older: Held | undefined,
  { place, tokenFingerprint, capacity, now }: LockClaim,
): Promise<Outcome<readonly StoredClaim[], ClaimRefusal>> {
  const claimed = await steps.claimDays(steps.daysOf(place), {
    json,
    token: tokenFingerprint,
    now,
    seats: capacity,
    capacity,
    guardsCount: true,
    longest: LONGEST_MILLISECONDS,
    older: older?.stored,
  })
  if (claimed.ok) return { ok: true, value: claimed.others }
  return { ok: false, refusal: slotLocked(place, claimed.inTheWay, { seats: capacity, capacity }) }
}

/** The client's own from now on. What it held before that and has yet to be settled; the last, if there are several. */
async function given(
  steps: ClusterSteps,
  seated: SeatedLock,
  json: string,
  older: Held | undefined,
  { owner, now }: LockClaim,
): Promise<SeatedLock | undefined> {
  const { lock } = seated
  const ref = steps.referenceOf(lock)
  if (older) {
    await steps.ask([
      steps.setName(seated, older.lock.tokenFingerprint, json, lock.expiresAt - now),
      steps.uncount(older.lock),
    ])
  }
  const [refs] = await steps.ask([steps.refer(owner, ref, older?.ref ?? ''), steps.tell(lock)])
  const all = refs as readonly string[]
  const before = await steps.find(all.slice(0, all.indexOf(ref)), now)
  return before.at(-1)
}

/** The answer to the same claim the first time. */
async function grantedBefore(
  steps: ClusterSteps,
  held: readonly Held[],
  at: number,
  { place, owner, now }: LockClaim,
): Promise<GrantedLock> {
  const own = held[at] as Held
  const { before } = own.stored
  const claims = await steps.claimsOf(steps.daysOf(place))
  return {
    lock: own.lock,
    seat: own.seat,
    renewed: before && seatedOf(before).lock,
    previous: held[at - 1],
    others: othersAmong(claims, owner, now),
  }
}
