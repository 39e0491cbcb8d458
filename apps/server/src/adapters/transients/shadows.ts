import type { Shadows } from '../../ports/epochs.ts'
import type { SeatedLock, SlotLockRecord } from '../../ports/locks.ts'
import { indexOf, type LockIndex } from './locks.ts'
import { type LockValue, toLockValue } from './lockValue.ts'
import { addressName, clientName, lockName, seatName } from './names.ts'
import type { OptionRows } from './optionRows.ts'
import { findTransients, removeTransients, type Transient, writeTransients } from './transients.ts'

const nameOf = ({ lock, seat }: SeatedLock): string => seatName(lockName(lock), seat)

/**
 * Writes what happened to locks elsewhere as if it had happened here. Several processes do so in any order: a lock gives
 * way to one that was taken later at the same place or by the same client, a lock to what became of it by renewals, and an
 * end touches only the lock that ended. Inside a transaction that has the locks to itself: three statements at most, however many there are.
 */
export async function writeShadowRows(rows: OptionRows, { put, ended }: Shadows): Promise<void> {
  const names = [...put, ...ended].flatMap(({ lock, seat }) => [
    nameOf({ lock, seat }),
    clientName(lock.owner),
  ])
  const known = await findTransients<LockValue | LockIndex>(rows, [...new Set(names)])
  const written = new Map<string, Transient['value']>()
  const lockAt = (name: string) => (written.get(name) ?? known.get(name)) as LockValue | undefined
  const indexOfClient = (client: string) =>
    (written.get(client) ?? known.get(client)) as LockIndex | undefined
  const removed = new Set<string>()

  for (const shadow of put) {
    const name = nameOf(shadow)
    const { lock } = shadow
    const client = clientName(lock.owner)
    if (isLater(lockAt(name), lock) || isLater(indexOfClient(client), lock)) continue
    const index = indexOf(name, lock)
    written.set(name, toLockValue(lock))
    written.set(client, index)
    written.set(addressName(lock.address, lock.owner), index)
  }
  for (const shadow of ended) {
    const name = nameOf(shadow)
    const { lock } = shadow
    const there = lockAt(name)
    if (!there || there.owner !== lock.owner || isLater(there, lock)) continue
    written.delete(name)
    removed.add(name)
    const client = clientName(lock.owner)
    const index = indexOfClient(client)
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

/** Whether what is known was taken later than the lock, or is what became of it. */
function isLater(
  known: Pick<LockValue, 'locked_at' | 'turn'> | undefined,
  { lockedAt, turn }: SlotLockRecord,
): boolean {
  if (!known) return false
  return known.locked_at === lockedAt ? known.turn > turn : known.locked_at > lockedAt
}
