import { addDays, type Instant, wallClockAt } from '@appointease/domain'
import type { Catalog } from '../ports/catalog.ts'
import type { SlotLockRecord } from '../ports/locks.ts'
import type { StorageTransaction } from '../ports/storage.ts'
import type { CommandDependencies } from './dependencies.ts'

/**
 * The live lock near `start` that the token proves; an unknown or expired token proves nothing and refuses nothing.
 * Live is what was live at `now`, when the caller asked.
 */
export async function findLockByToken(
  deps: Pick<CommandDependencies, 'seals'>,
  tx: StorageTransaction,
  token: string | undefined,
  near: { readonly employeeIds: readonly number[]; readonly start: Instant; readonly catalog: Catalog },
  now: Instant,
): Promise<SlotLockRecord | undefined> {
  if (token === undefined) return undefined
  const { employeeIds, start, catalog } = near
  const { date } = wallClockAt(start, catalog.settings.rules.timeZone)
  const dates = [addDays(date, -1), date, addDays(date, 1)]
  for (const employeeId of employeeIds) {
    for (const lock of await tx.locks.listLocks(employeeId, dates, now)) {
      if (deps.seals.matches('lock', token, lock.tokenFingerprint)) return lock
    }
  }
  return undefined
}
