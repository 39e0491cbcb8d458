import type { Instant } from '@appointease/domain'
import type { ActiveSelection } from '../../ports/ephemeral.ts'
import type { LiveEntries } from '../../ports/epochs.ts'
import type { SeatedLock } from '../../ports/locks.ts'
import { EPOCH_SECONDS } from './examine.ts'
import { RedisLost } from './failures.ts'
import type { Keys } from './keys.ts'
import { KEPT_MILLISECONDS } from './lockTimes.ts'
import type { Request, Servers } from './servers.ts'
import { digits, jsonOf, prefixOf } from './storedClaim.ts'
import { pointerTo, selectionField, slotValue } from './storedSelection.ts'

/** So many commands go in one piece, so that none waits longer than any may. */
const PIECE = 500

/**
 * Copies what lives into a store of no epoch, and makes it one of this epoch with the last step: cut anywhere, it is a
 * store of no epoch. Names that another epoch has left are written over; within this epoch the older lock of a name wins.
 * Throws QuickStoreLost.
 */
export async function enter(
  servers: Servers,
  keys: Keys,
  epochId: string,
  live: LiveEntries,
  now: Instant,
): Promise<void> {
  const mark = servers.markOf(epochId)
  const marks = servers.all().map(({ epochKey }) => epochKey)
  await servers.askAll(marks.map((key) => ({ key, command: ['DEL', key] })))
  const locks = olderOfEach(
    live.locks.filter(({ lock }) => lock.expiresAt > now),
    keys,
  )
  const selections = live.selections.filter(({ expiresAt }) => expiresAt > now)
  const requests = [...lockRequests(locks, keys, epochId, now), ...selectionRequests(selections, keys, now)]
  for (let first = 0; first < requests.length; first += PIECE) {
    await servers.askAll(requests.slice(first, first + PIECE))
  }
  // A copy to servers that have been lost meanwhile is in pieces.
  if (servers.markOf(epochId) !== mark) throw new RedisLost('the servers have changed')
  await servers.askAll(marks.map((key) => ({ key, command: ['SET', key, mark, 'EX', EPOCH_SECONDS] })))
}

function olderOfEach(locks: readonly SeatedLock[], keys: Keys): readonly SeatedLock[] {
  const byName = new Map<string, SeatedLock>()
  for (const seated of locks) {
    const name = keys.lock(seated.lock, seated.seat)
    const known = byName.get(name)
    if (!known || seated.lock.lockedAt < known.lock.lockedAt) byName.set(name, seated)
  }
  return [...byName.values()]
}

const put = (key: string, value: string, milliseconds: number): Request => ({
  key,
  command: ['SET', key, value, 'PX', milliseconds],
})

/** Lines of one key together. */
function putLines(lines: readonly (readonly [key: string, line: string])[]): Request[] {
  const byKey = Map.groupBy(lines, ([key]) => key)
  return [...byKey].map(([key, own]) => put(key, own.map(([, line]) => line).join('\n'), KEPT_MILLISECONDS))
}

/** Fields of one key together, in place of what is there. */
function putFields(
  fields: readonly (readonly [key: string, field: string, value: string])[],
  milliseconds: number,
): Request[] {
  const byKey = Map.groupBy(fields, ([key]) => key)
  return [...byKey].flatMap(([key, own]): Request[] => [
    { key, command: ['DEL', key] },
    { key, command: ['HSET', key, ...own.flatMap(([, field, value]) => [field, value])] },
    { key, command: ['PEXPIRE', key, milliseconds] },
  ])
}

function lockRequests(locks: readonly SeatedLock[], keys: Keys, epochId: string, now: Instant): Request[] {
  const named: Request[] = []
  const lines: [string, string][] = []
  const claims = new Map<string, string>()
  for (const seated of locks) {
    const { lock, seat } = seated
    const json = jsonOf(seated, epochId)
    named.push(put(keys.lock(lock, seat), json, lock.expiresAt - now))
    lines.push(
      [keys.client(lock.owner, epochId), keys.reference(lock, epochId)],
      [keys.address(lock.address, epochId), `${digits(lock.expiresAt)} ${lock.tokenFingerprint}`],
    )
    for (const key of keys.claimsOf(lock, epochId)) {
      claims.set(key, `${claims.get(key) ?? ''}${prefixOf(lock)}${json}\n`)
    }
  }
  return [...named, ...putLines(lines), ...[...claims].map(([key, all]) => put(key, all, KEPT_MILLISECONDS))]
}

function selectionRequests(selections: readonly ActiveSelection[], keys: Keys, now: Instant): Request[] {
  const left = (some: readonly ActiveSelection[]) => Math.max(...some.map(({ expiresAt }) => expiresAt)) - now
  const slots = Map.groupBy(selections, (selection) => keys.selection(selection))
  const fields = selections.map((one) => {
    const key = keys.selectionsOf(one.date, one.employeeId)
    return [key, ...selectionField(one)] as const
  })
  return [
    ...selections.map((one) => put(keys.pointer(one.owner), pointerTo(one), left([one]))),
    ...[...slots].flatMap(([key, all]) => (all[0] ? put(key, slotValue(all[0], all), left(all)) : [])),
    ...putFields(fields, left(selections)),
  ]
}
