import { wallClockAt } from '@appointease/domain'
import type { Outcome } from '../ports/storage.ts'
import { resolveStart, type WantedStart } from '../queries/slotStart.ts'
import type { CommandDependencies } from './dependencies.ts'
import type { Refusal } from './refusals.ts'

export interface ReleaseWish {
  readonly wanted: WantedStart
  readonly employeeId: number
  readonly clientId: string
  readonly lockToken: string
}

/** Gives a slot back. Only with the owner's token; releasing what is already gone succeeds and changes nothing. */
export async function releaseSlot(
  deps: CommandDependencies,
  wish: ReleaseWish,
): Promise<Outcome<undefined, Refusal>> {
  const now = deps.clock.now()
  const catalog = await deps.storage.catalog.getCatalog()
  const zone = catalog.settings.rules.timeZone
  const start = resolveStart(wish.wanted, zone)
  if (!start.ok) return start
  const date = wallClockAt(start.value, zone).date
  const owner = deps.seals.alias(wish.clientId)
  const { employeeId } = wish
  const shownFingerprint = deps.seals.fingerprint('lock', wish.lockToken)
  return deps.locks.release({ employeeId, date, start: start.value, owner, shownFingerprint, now })
}
