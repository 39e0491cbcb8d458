import { randomUUID } from 'node:crypto'
import { LOCK_CAP_SECONDS, plus } from '@appointease/domain'
import type { SeatedLock } from '../../ports/locks.ts'
import type { QuickLocks } from '../../ports/quickStore.ts'
import { announcement } from './channel.ts'
import { OfAnotherEpoch } from './failures.ts'
import { EPOCH, type Keys } from './keys.ts'
import { slotLocked } from './lockAnswers.ts'
import { createLockReader } from './lockReader.ts'
import { KEPT_MILLISECONDS as KEPT, LONGEST_MILLISECONDS as LOCK } from './lockTimes.ts'
import { type Script, singleScripts as scripts } from './scripts.ts'
import type { Servers } from './servers.ts'
import {
  digits,
  guardJson,
  jsonOf,
  othersAmong,
  prefixOf,
  readClaim,
  readClaims,
  seatedOf,
} from './storedClaim.ts'
import type { Tally } from './tally.ts'

const CAP = LOCK_CAP_SECONDS * 1000

/** Locks on one server, each step one script and one round trip. */
export function createSingleLocks(servers: Servers, keys: Keys, tally: Tally): QuickLocks {
  /** The first line of the reply, and those after the second, which tells how many messages were published. */
  async function change(
    script: Script,
    epochId: string,
    more: readonly string[],
    args: readonly (string | number)[],
  ) {
    const mark = servers.markOf(epochId)
    tally.add('set')
    const reply = String(await servers.run(script, [EPOCH, ...more], [mark, ...args]))
    if (reply === 'lost') throw new OfAnotherEpoch()
    const [word, messages = '0', ...lines] = reply.split('\n')
    tally.add('publish', Number(messages))
    return { word, lines }
  }

  return {
    ...createLockReader(servers, keys, tally),

    async claim(epochId, claim) {
      const { place, owner, tokenFingerprint, shownFingerprint = '', address, capacity, now } = claim
      const times = { lockedAt: now, expiresAt: plus(now, LOCK), extendedForCode: false, turn: now }
      const lock = { ...place, owner, tokenFingerprint, address, ...times }
      const ordinary: SeatedLock = { lock, seat: 1 }
      const { word, lines } = await change(
        scripts.claim,
        epochId,
        [
          keys.client(owner, epochId),
          keys.address(address, epochId),
          keys.lock(place, 1),
          ...keys.claimsOf(place, epochId),
        ],
        [
          digits(now),
          jsonOf(ordinary, epochId),
          prefixOf(lock),
          shownFingerprint,
          claim.locksPerAddress,
          capacity,
          LOCK,
          CAP,
          ...announcement(place),
          KEPT,
        ],
      )
      if (word === 'lock_not_owned' || word === 'too_many_locks')
        return { ok: false, refusal: { kind: word } }
      if (word === 'slot_locked') {
        const refusal = slotLocked(place, lines.map(readClaim), { seats: capacity, capacity })
        return { ok: false, refusal }
      }
      const [granted = '', renewed = '', previous = '', ...claims] = lines
      return {
        ok: true,
        value: {
          ...(granted === '' ? ordinary : seatedOf(readClaim(granted))),
          renewed: renewed === '' ? undefined : seatedOf(readClaim(renewed)).lock,
          previous: previous === '' ? undefined : seatedOf(readClaim(previous)),
          others: othersAmong(readClaims(claims), owner, now),
        },
      }
    },

    async settle(epochId, { lock }) {
      await change(scripts.settle, epochId, [], [lock.owner, lock.tokenFingerprint, KEPT])
    },

    async abandon(epochId, { lock, seat, renewed }) {
      const before = renewed ? jsonOf({ lock: renewed, seat }, epochId) : ''
      await change(scripts.abandon, epochId, [], [keys.reference(lock, epochId), before, KEPT])
    },

    async release(epochId, { employeeId, start, owner, shownFingerprint, now }) {
      const day = keys.claimsOf({ employeeId, occupied: { start, end: plus(start, 1) } }, epochId)
      const args = [digits(now), start, owner, shownFingerprint, KEPT]
      const { word, lines } = await change(scripts.release, epochId, day, args)
      if (word === 'lock_not_owned') return { ok: false, refusal: { kind: word } }
      const [released] = lines
      return { ok: true, value: released === undefined ? undefined : seatedOf(readClaim(released)) }
    },

    async extendForCode(epochId, { owner, shownFingerprint, now }) {
      const args = [now, owner, shownFingerprint, LOCK, CAP, KEPT]
      const [extended] = (await change(scripts.extend, epochId, [], args)).lines
      return extended === undefined ? undefined : seatedOf(readClaim(extended))
    },

    async guard(epochId, { claim, owner, now, guardMilliseconds }) {
      const name = randomUUID()
      const json = guardJson(claim, { name, owner, now, ends: plus(now, guardMilliseconds) }, epochId)
      const args = [now, json, claim.seats, claim.capacity, KEPT]
      const { word, lines } = await change(scripts.guard, epochId, keys.claimsOf(claim, epochId), args)
      if (word === 'guarded') return { ok: true, value: name }
      return { ok: false, refusal: slotLocked(claim, lines.map(readClaim), claim) }
    },

    async endGuard(epochId, { guard, claim, usedUp }) {
      const args = [guard, KEPT, ...usedUp.map((lock) => keys.reference(lock, epochId))]
      const { lines } = await change(scripts.endGuard, epochId, keys.claimsOf(claim, epochId), args)
      return lines.map(readClaim).map(seatedOf)
    },
  }
}
