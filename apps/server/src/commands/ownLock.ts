import { addDays, type Instant, wallClockAt } from '@appointease/domain'
import type { Catalog } from '../ports/catalog.ts'
import type { SlotLockRecord } from '../ports/locks.ts'
import type { StorageTransaction } from '../ports/storage.ts'
import type { CommandDependencies } from './dependencies.ts'

/** The live lock near `start` that the token proves; an unknown or expired token proves nothing and refuses nothing. */
export async function findLockByToken(
  deps: CommandDependencies,
  tx: StorageTransaction,
  employeeIds: readonly number[],
  start: Instant,
  catalog: Catalog,
  token: string | undefined,
): Promise<SlotLockRecord | undefined> {
  if (token === undefined) return undefined
  const now = deps.clock.now()
  const { date } = wallClockAt(start, catalog.settings.rules.timeZone)
  const dates = [addDays(date, -1), date, addDays(date, 1)]
  for (const employeeId of employeeIds) {
    for (const lock of await tx.locks.listLocks(employeeId, dates, now)) {
      if (deps.seals.matches('lock', token, lock.tokenFingerprint)) return lock
    }
  }
  return undefined
}
