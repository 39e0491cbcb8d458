import { type Instant, timesOfClaim } from '@appointease/domain'
import type { SeatedLock, SlotLockRecord } from '../../ports/locks.ts'
import type { GrantedLock } from '../../ports/quickStore.ts'
import type { ClaimRefusal, LockClaim } from '../../ports/slotLocks.ts'
import type { Outcome } from '../../ports/storage.ts'
import { type ClusterSteps, type Held, plain } from './clusterSteps.ts'
import { slotLocked } from './lockAnswers.ts'
import { KEPT_MILLISECONDS, renews } from './lockTimes.ts'
import { jsonOf, othersAmong, readClaim, type StoredClaim, seatedOf } from './storedClaim.ts'

/**
 * Grants a lock in steps. The order keeps everybody's rights at every moment: the lock counts for its address before its
 * time is claimed, its time is claimed before it has a name and is the client's, and the client's older lock is untouched
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
  // scripts/fragments/renewal.lua is the same for one server.
  const times = timesOfClaim(place, latest?.lock, shownFingerprint !== undefined, now)
  const lock = { ...place, owner, tokenFingerprint, address: claim.address, ...times }
  const counted = await steps.step(steps.count(lock, latest ? '' : locksPerAddress, now))
  if (counted === 0) return { ok: false, refusal: { kind: 'too_many_locks' } }
  const older = latest && renews(latest.lock, place) ? latest : undefined
  const wanted = { lock, seat: older?.seat ?? 1 }
  const outcome = await claimTime(steps, jsonAfter(steps, wanted, older), older, claim)
  if (!outcome.ok) {
    await steps.step(steps.uncount(lock))
    return outcome
  }
  const seated = older ? await takeOver(steps, wanted, older, now) : await takeName(steps, wanted, now)
  const { turn, previous } = await give(steps, lock, older, claim)
  const others = othersAmong(outcome.value, owner, now)
  const given = { lock: { ...lock, turn }, seat: seated.seat }
  if (turn !== lock.turn) await rewrite(steps, given, jsonAfter(steps, given, older), now)
  return { ok: true, value: { ...given, renewed: older?.lock, previous, others } }
}

/** The lock as it is kept; a renewed one remembers what it was. */
function jsonAfter(steps: ClusterSteps, wanted: SeatedLock, older: Held | undefined): string {
  const json = jsonOf(wanted, steps.epochId)
  if (!older) return json
  const { before: _beforeThat, ...before } = older.stored
  return `${json.slice(0, -1)},"before":${JSON.stringify(before)}}`
}

async function claimTime(
  steps: ClusterSteps,
  json: string,
  older: Held | undefined,
  { place, owner, tokenFingerprint, capacity, now }: LockClaim,
): Promise<Outcome<readonly StoredClaim[], ClaimRefusal>> {
  const claimed = await steps.claimDays(steps.daysOf(place), {
    json,
    token: tokenFingerprint,
    owner,
    now,
    seats: capacity,
    capacity,
    guardsCount: true,
    longest: KEPT_MILLISECONDS,
    older: older?.stored,
  })
  if (claimed.ok) return { ok: true, value: claimed.others }
  return { ok: false, refusal: slotLocked(place, claimed.inTheWay, { seats: capacity, capacity }) }
}

/** Only whoever has the time looks for a name, so that nobody's attempt takes another's seat. */
async function takeName(steps: ClusterSteps, wanted: SeatedLock, now: Instant): Promise<SeatedLock> {
  const request = steps.takeName(steps.nameOf(wanted), jsonOf(wanted, steps.epochId), now)
  const json = String(await steps.step(request))
  const seated = seatedOf(readClaim(json))
  if (seated.seat === wanted.seat) return seated
  const { lock } = seated
  await steps.ask(steps.daysOf(lock).map((key) => steps.swap(key, lock.tokenFingerprint, json)))
  return seated
}

async function takeOver(
  steps: ClusterSteps,
  wanted: SeatedLock,
  older: Held,
  now: Instant,
): Promise<SeatedLock> {
  const { lock } = wanted
  const json = jsonAfter(steps, wanted, older)
  const [left] = await steps.ask([
    steps.setName(wanted, older.lock.tokenFingerprint, json, lock.expiresAt - now),
    steps.uncount(older.lock),
  ])
  // Another claim of the client has ended the older meanwhile.
  return left === 0 ? takeName(steps, wanted, now) : wanted
}

/** The same lock in other words, wherever it is. */
async function rewrite(steps: ClusterSteps, seated: SeatedLock, json: string, now: Instant): Promise<void> {
  const { lock } = seated
  await steps.ask([
    steps.setName(seated, lock.tokenFingerprint, json, lock.expiresAt - now),
    ...steps.daysOf(lock).map((key) => steps.swap(key, lock.tokenFingerprint, json)),
  ])
}

/**
 * The client's own from now on, with the turn that comes after what was given to it meanwhile. What it held before that and
 * has yet to be settled; the last, if there are several.
 */
async function give(
  steps: ClusterSteps,
  lock: SlotLockRecord,
  older: Held | undefined,
  { owner, now }: LockClaim,
): Promise<{ readonly turn: number; readonly previous: SeatedLock | undefined }> {
  const gone = older ? steps.referenceOf(older.lock) : ''
  const [answer] = await steps.ask([
    steps.refer(owner, { last: steps.referenceOf(lock), gone, turn: lock.turn }),
    steps.tell(lock),
  ])
  const [turn, ...lines] = answer as readonly string[]
  const previous = (await steps.find(lines.slice(0, -1), now)).at(-1)
  return { turn: Number(turn), previous: previous && plain(previous) }
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
  const previous = held[at - 1]
  const claims = await steps.claimsOf(steps.daysOf(place))
  return {
    ...plain(own),
    renewed: before && seatedOf(before).lock,
    previous: previous && plain(previous),
    others: othersAmong(claims, owner, now),
  }
}
