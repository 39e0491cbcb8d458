import { randomUUID } from 'node:crypto'
import { expiryForCode, type Instant, nextTurn, plus } from '@appointease/domain'
import type { SeatedLock } from '../../ports/locks.ts'
import type { QuickLocks } from '../../ports/quickStore.ts'
import { claimInSteps } from './clusterClaim.ts'
import { ClusterSteps, plain } from './clusterSteps.ts'
import type { Keys } from './keys.ts'
import { slotLocked } from './lockAnswers.ts'
import { createLockReader } from './lockReader.ts'
import { KEPT_MILLISECONDS } from './lockTimes.ts'
import type { Servers } from './servers.ts'
import { guardJson, isLock, jsonOf, seatedOf } from './storedClaim.ts'
import type { Tally } from './tally.ts'

/** Locks on a cluster, where a lock, its client and its address are on different servers: in steps. */
export function createClusterLocks(servers: Servers, keys: Keys, tally: Tally): QuickLocks {
  const within = (epochId: string) => new ClusterSteps(servers, keys, tally, epochId)

  return {
    ...createLockReader(servers, keys, tally),

    claim: (epochId, claim) => claimInSteps(within(epochId), claim),

    async settle(epochId, { lock }) {
      const steps = within(epochId)
      const held = await steps.heldBy(lock.owner, 0 as Instant)
      const at = held.findIndex((one) => one.lock.tokenFingerprint === lock.tokenFingerprint)
      for (const former of held.slice(0, Math.max(at, 0))) await steps.remove(former)
    },

    async abandon(epochId, granted) {
      const steps = within(epochId)
      const [there] = await steps.find([steps.referenceOf(granted.lock)], 0)
      if (!there) return
      const { renewed, previous, seat } = granted
      // What the client was granted between the two takes the place of the older as well.
      const isGone = renewed === undefined || (previous && previous.lock.turn > renewed.turn)
      const isBack = !isGone && (await giveBack(steps, there, { lock: renewed, seat }))
      if (!isBack) await steps.remove(there)
    },

    async release(epochId, { employeeId, start, owner, shownFingerprint, now }) {
      const steps = within(epochId)
      const claims = await steps.claimsOf(
        steps.daysOf({ employeeId, occupied: { start, end: plus(start, 1) } }),
      )
      const there = claims.filter((claim) => isLock(claim) && claim.start === start && claim.expires_at > now)
      if (there.length === 0) return { ok: true, value: undefined }
      const own = there.find((claim) => claim.owner === owner && claim.token === shownFingerprint)
      if (!own) return { ok: false, refusal: { kind: 'lock_not_owned' } }
      await steps.remove(seatedOf(own))
      return { ok: true, value: seatedOf(own) }
    },

    async extendForCode(epochId, { owner, shownFingerprint, now }) {
      const steps = within(epochId)
      const held = (await steps.heldBy(owner, now)).at(-1)
      if (!held || held.lock.tokenFingerprint !== shownFingerprint || held.lock.extendedForCode)
        return undefined
      const { lock, seat } = held
      const expiresAt = expiryForCode(lock, now)
      const own = steps.referenceOf(lock)
      const given = await steps.step(
        steps.refer(owner, { gone: own, instead: own, turn: nextTurn(lock, now) }),
      )
      const turn = Number((given as readonly string[])[0])
      const extended: SeatedLock = { lock: { ...lock, expiresAt, extendedForCode: true, turn }, seat }
      const json = jsonOf(extended, epochId)
      const [first] = await steps.ask(
        steps.daysOf(lock).map((key) => steps.swap(key, shownFingerprint, json)),
      )
      if (first === '') return undefined
      await steps.ask([
        steps.setName(extended, shownFingerprint, json, expiresAt - now),
        steps.count(extended.lock, '', now),
        steps.tell(lock),
      ])
      return extended
    },

    async guard(epochId, { claim, owner, now, guardMilliseconds }) {
      const steps = within(epochId)
      const name = randomUUID()
      const claimed = await steps.claimDays(steps.daysOf(claim), {
        json: guardJson(claim, { name, owner, now, ends: plus(now, guardMilliseconds) }, epochId),
        token: name,
        owner: owner ?? '',
        now,
        seats: claim.seats,
        capacity: claim.capacity,
        guardsCount: false,
        longest: KEPT_MILLISECONDS,
      })
      if (claimed.ok) return { ok: true, value: name }
      return { ok: false, refusal: slotLocked(claim, claimed.inTheWay, claim) }
    },

    async endGuard(epochId, { guard, claim, usedUp }) {
      const steps = within(epochId)
      const used = await steps.find(
        usedUp.map((lock) => steps.referenceOf(lock)),
        0,
      )
      for (const lock of used) await steps.remove(lock)
      await steps.ask(steps.daysOf(claim).map((key) => steps.swap(key, guard, '')))
      return used.map(plain)
    },
  }
}

/** The lock is again what it was before it was renewed, with what time that had left; false where it had none. */
async function giveBack(steps: ClusterSteps, newer: SeatedLock, older: SeatedLock): Promise<boolean> {
  const { tokenFingerprint, expiresAt, owner } = newer.lock
  const json = jsonOf(older, steps.epochId)
  // There is no clock here: what is left of the older is what is left of the newer, less what the newer has more.
  const more = expiresAt - older.lock.expiresAt
  const left = await steps.step(steps.setName(newer, tokenFingerprint, json, -more))
  if (left === 0) return false
  const olderDays = steps.daysOf(older.lock)
  await steps.ask([
    ...steps
      .daysOf(newer.lock)
      .map((key) => steps.swap(key, tokenFingerprint, olderDays.includes(key) ? json : '')),
    steps.refer(owner, { gone: steps.referenceOf(newer.lock), instead: steps.referenceOf(older.lock) }),
    steps.uncount(newer.lock),
    steps.count(older.lock, '', 0 as Instant),
  ])
  await steps.step(steps.tell(older.lock))
  return true
}
