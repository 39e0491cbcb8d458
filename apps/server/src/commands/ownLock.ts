import { addDays, type Instant, wallClockAt } from '@appointease/domain'
import type { Catalog } from '../ports/catalog.ts'
import type { SlotLockReader, SlotLockRecord } from '../ports/locks.ts'
import type { CommandDependencies } from './dependencies.ts'

/**
 * The live lock near `start` that the token proves; an unknown or expired token proves nothing and refuses nothing.
 * Live is what was live at `now`, when the caller asked.
 */
export async function findLockByToken(
  deps: Pick<CommandDependencies, 'seals'>,
  locks: SlotLockReader,
  token: string | undefined,
  near: { readonly employeeIds: readonly number[]; readonly start: Instant; readonly catalog: Catalog },
  now: Instant,
): Promise<SlotLockRecord | undefined> {
  if (token === undefined) return undefined
  const { employeeIds, start, catalog } = near
  const { date } = wallClockAt(start, catalog.settings.rules.timeZone)
  const dates = [addDays(date, -1), date, addDays(date, 1)]
  const held = await locks.listLocks(employeeIds, dates, now)
  return held.find((lock) => deps.seals.matches('lock', token, lock.tokenFingerprint))
}
