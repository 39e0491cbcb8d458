import { randomUUID } from 'node:crypto'
import { LOCK_CAP_SECONDS, LOCK_SECONDS, plus } from '@appointease/domain'
import type { SeatedLock } from '../../ports/locks.ts'
import type { QuickLocks } from '../../ports/quickStore.ts'
import { announcement } from './channel.ts'
import { OfAnotherEpoch } from './failures.ts'
import { EPOCH, type Keys, utcDaysOf } from './keys.ts'
import { slotLocked } from './lockAnswers.ts'
import { createLockReader } from './lockReader.ts'
import { type Script, singleScripts as scripts } from './scripts.ts'
import type { Servers } from './servers.ts'
import {
  digits,
  guardLine,
  lineOf,
  othersAmong,
  placeOf,
  readClaim,
  readClaims,
  recordOf,
  referenceTo,
  seatedOf,
} from './storedClaim.ts'
import type { Tally } from './tally.ts'

/** No lock has more left at any time, so nothing that is kept for locks need last longer. */
const LOCK = LOCK_SECONDS * 1000
const CAP = LOCK_CAP_SECONDS * 1000

/** Locks on one server, each step one script and one round trip. */
export function createSingleLocks(servers: Servers, keys: Keys, tally: Tally): QuickLocks {
  /** The reply's first word beside the rest; where the script has published, how often comes before the rest. */
  async function change(
    script: Script,
    epochId: string,
    more: readonly string[],
    args: readonly (string | number)[],
  ) {
    const mark = servers.markOf(epochId)
    tally.add('set')
    const reply = await servers.run(script, [EPOCH, ...more], [mark, ...args])
    if (!Array.isArray(reply) || reply[0] === 'lost') throw new OfAnotherEpoch()
    const [word, messages, ...rest] = reply
    if (typeof messages !== 'number') return { word: String(word), rest: reply.slice(1) }
    tally.add('publish', messages)
    return { word: String(word), rest }
  }

  const claimsOf = (employeeId: number, days: ReturnType<typeof utcDaysOf>, epochId: string) =>
    days.map((day) => keys.claims(day, employeeId, epochId))

  return {
    ...createLockReader(servers, keys, tally),

    async claim(epochId, claim) {
      const { place, owner, tokenFingerprint, shownFingerprint = '', address, capacity, now } = claim
      const times = { lockedAt: now, expiresAt: plus(now, LOCK), extendedForCode: false }
      const ordinary: SeatedLock = { lock: { ...place, owner, tokenFingerprint, address, ...times }, seat: 1 }
      const own = [keys.client(owner, epochId), keys.address(address, epochId), keys.lock(place, 1)]
      const days = claimsOf(place.employeeId, utcDaysOf(place.occupied), epochId)
      const { word, rest } = await change(
        scripts.claim,
        epochId,
        [...own, ...days],
        [
          digits(now),
          lineOf(ordinary, epochId),
          tokenFingerprint,
          recordOf(ordinary.lock),
          shownFingerprint,
          claim.locksPerAddress,
          capacity,
          LOCK,
          CAP,
          ...announcement(place),
          referenceTo(ordinary.lock),
        ],
      )
      if (word === 'lock_not_owned' || word === 'too_many_locks')
        return { ok: false, refusal: { kind: word } }
      if (word === 'slot_locked') {
        const refusal = slotLocked(place, rest.map(readClaim), { seats: capacity, capacity })
        return { ok: false, refusal }
      }
      const [line, renewed, previous, ...claims] = rest
      return {
        ok: true,
        value: {
          ...(line === '' ? ordinary : seatedOf(readClaim(line))),
          renewed: renewed === '' ? undefined : seatedOf(readClaim(renewed)).lock,
          previous: previous === '' ? undefined : seatedOf(readClaim(previous)),
          others: othersAmong(readClaims(claims), owner, now),
        },
      }
    },

    async settle(epochId, { lock }) {
      await change(scripts.settle, epochId, [], [lock.owner, lock.tokenFingerprint, LOCK])
    },

    async abandon(epochId, { lock, seat, renewed }) {
      const before = renewed ? lineOf({ lock: renewed, seat }, epochId) : ''
      const place = placeOf(lock, lock.employeeId)
      await change(scripts.abandon, epochId, [], [place, lock.tokenFingerprint, before, LOCK])
    },

    async release(epochId, { employeeId, start, owner, shownFingerprint, now }) {
      const place = placeOf({ occupied: { start, end: plus(start, 1) } }, employeeId)
      const args = [now, place, start, owner, shownFingerprint, LOCK]
      const { word, rest } = await change(scripts.release, epochId, [], args)
      if (word === 'lock_not_owned') return { ok: false, refusal: { kind: word } }
      return { ok: true, value: word === 'released' ? seatedOf(readClaim(rest[0])) : undefined }
    },

    async extendForCode(epochId, { owner, shownFingerprint, now }) {
      const { word, rest } = await change(
        scripts.extend,
        epochId,
        [],
        [now, owner, shownFingerprint, LOCK, CAP],
      )
      return word === 'extended' ? seatedOf(readClaim(rest[0])) : undefined
    },

    async guard(epochId, { claim, owner, now, guardMilliseconds }) {
      const name = randomUUID()
      const line = guardLine(claim, { name, owner, now, ends: plus(now, guardMilliseconds) }, epochId)
      const days = claimsOf(claim.employeeId, utcDaysOf(claim.occupied), epochId)
      const args = [now, line, claim.seats, claim.capacity, Math.max(LOCK, guardMilliseconds)]
      const { word, rest } = await change(scripts.guard, epochId, days, args)
      if (word === 'guarded') return { ok: true, value: name }
      return { ok: false, refusal: slotLocked(claim, rest.map(readClaim), claim) }
    },

    async endGuard(epochId, { guard, claim, usedUp }) {
      const days = claimsOf(claim.employeeId, utcDaysOf(claim.occupied), epochId)
      const { rest } = await change(scripts.endGuard, epochId, days, [
        guard,
        LOCK,
        ...usedUp.map(referenceTo),
      ])
      return rest.map(readClaim).map(seatedOf)
    },
  }
}
