import type { GrantedShadow, Shadows } from '../../ports/epochs.ts'
import type { SeatedLock, SlotLockRecord } from '../../ports/locks.ts'
import { indexOf, type LockIndex } from './locks.ts'
import { type LockValue, toLockValue } from './lockValue.ts'
import { addressName, clientName, lockName, seatName } from './names.ts'
import type { OptionRows } from './optionRows.ts'
import { findTransients, removeTransients, type Transient, writeTransients } from './transients.ts'

const nameOf = ({ lock, seat }: SeatedLock): string => seatName(lockName(lock), seat)

/**
 * Writes what happened to locks elsewhere as if it had happened here. Several processes do so in any order and may be late: of a
 * client's accounts the one of the later turn counts, of two clients' at one place the one that was granted later, and an end
 * leaves a mark until the lock would have expired. Inside a transaction that has the locks to itself: three statements at most, however many there are.
 */
export async function writeShadowRows(rows: OptionRows, { put, ended }: Shadows): Promise<void> {
  const names = [...put, ...ended].flatMap((shadow) => [nameOf(shadow), clientName(shadow.lock.owner)])
  const known = await findTransients<LockValue | LockIndex>(rows, [...new Set(names)])
  const written = new Map<string, Transient['value']>()
  const removed = new Set<string>()
  const at = (name: string) => (removed.has(name) ? undefined : (written.get(name) ?? known.get(name)))
  const lockAt = (name: string) => at(name) as LockValue | undefined
  const indexAt = (name: string) => at(name) as LockIndex | undefined

  function write(name: string, value: Transient['value']): void {
    removed.delete(name)
    written.set(name, value)
  }

  function remove(name: string): void {
    written.delete(name)
    removed.add(name)
  }

  for (const shadow of put) {
    const { lock } = shadow
    const name = nameOf(shadow)
    const client = clientName(lock.owner)
    if (hasGone(lockAt(name), shadow) || isLater(indexAt(client), lock) || hasEnded(indexAt(client), lock))
      continue
    const index = indexOf(name, lock)
    const value: LockValue = { ...toLockValue(lock), granted_at: shadow.at }
    write(name, value)
    write(client, index)
    write(addressName(lock.address, lock.owner), index)
  }
  for (const shadow of ended) {
    const { lock } = shadow
    const name = nameOf(shadow)
    const client = clientName(lock.owner)
    const there = lockAt(name)
    if (there?.owner === lock.owner && !isLater(there, lock)) remove(name)
    if (isLater(indexAt(client), lock)) continue
    write(client, indexOf(null, lock))
    remove(addressName(lock.address, lock.owner))
  }
  await writeTransients(
    rows,
    [...written].map(([name, value]) => ({ name, value })),
  )
  await removeTransients(rows, [...removed])
}

/** Whether the place is somebody else's by now, or the client's own account of it is the later. */
function hasGone(there: LockValue | undefined, { lock, at }: GrantedShadow): boolean {
  if (there === undefined || there.owner === lock.owner) return isLater(there, lock)
  return there.granted_at !== undefined && there.granted_at > at
}

const isLater = (known: Pick<LockValue, 'turn'> | undefined, { turn }: SlotLockRecord): boolean =>
  known !== undefined && known.turn > turn

const hasEnded = (index: LockIndex | undefined, { turn }: SlotLockRecord): boolean =>
  index?.lock === null && index.turn === turn
