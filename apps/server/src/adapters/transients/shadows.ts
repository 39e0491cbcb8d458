import type { Shadows } from '../../ports/epochs.ts'
import type { SeatedLock } from '../../ports/locks.ts'
import type { LockIndex } from './locks.ts'
import { type LockValue, toLockValue } from './lockValue.ts'
import { addressName, clientName, lockName, seatName } from './names.ts'
import type { OptionRows } from './optionRows.ts'
import { findTransients, removeTransients, type Transient, writeTransients } from './transients.ts'

const nameOf = ({ lock, seat }: SeatedLock): string => seatName(lockName(lock), seat)

/**
 * Writes what happened to locks elsewhere as if it had happened here. Several processes do so in any order: a lock gives
 * way to one that was taken later at the same place, a renewal to a longer one, and an end touches only the lock that
 * ended. Inside a transaction that has the locks to itself: three statements at most, however many there are.
 */
export async function writeShadowRows(rows: OptionRows, { put, ended }: Shadows): Promise<void> {
  const names = [...put, ...ended].flatMap(({ lock, seat }) => [
    nameOf({ lock, seat }),
    clientName(lock.owner),
  ])
  const known = await findTransients<LockValue | LockIndex>(rows, [...new Set(names)])
  const lockAt = (name: string) => known.get(name) as LockValue | undefined
  const written = new Map<string, Transient['value']>()
  const removed = new Set<string>()

  for (const shadow of put) {
    const name = nameOf(shadow)
    const { lock } = shadow
    if (isNewer(lockAt(name), shadow)) continue
    const index: LockIndex = { lock: name, expires_at: lock.expiresAt }
    written.set(name, toLockValue(lock))
    written.set(clientName(lock.owner), index)
    written.set(addressName(lock.address, lock.owner), index)
  }
  for (const shadow of ended) {
    const name = nameOf(shadow)
    const { lock } = shadow
    const there = (written.get(name) as LockValue | undefined) ?? lockAt(name)
    if (!there || there.owner !== lock.owner || there.locked_at > lock.lockedAt) continue
    written.delete(name)
    removed.add(name)
    const client = clientName(lock.owner)
    const index = (written.get(client) ?? known.get(client)) as LockIndex | undefined
    if (index && index.lock !== name) continue
    for (const also of [client, addressName(lock.address, lock.owner)]) {
      written.delete(also)
      removed.add(also)
    }
  }
  await writeTransients(
    rows,
    [...written].map(([name, value]) => ({ name, value })),
  )
  await removeTransients(
    rows,
    [...removed].filter((name) => !written.has(name)),
  )
}

function isNewer(there: LockValue | undefined, { lock }: SeatedLock): boolean {
  if (!there) return false
  if (there.owner === lock.owner && there.locked_at === lock.lockedAt)
    return there.expires_at > lock.expiresAt
  return there.locked_at > lock.lockedAt
}
