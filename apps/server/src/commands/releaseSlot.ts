import type { Instant } from '@appointease/domain'
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
  return deps.storage.change<undefined, Refusal>([wish.employeeId], async (tx) => {
    const there = (await tx.locks.listLocks(wish.employeeId, [date], now)).filter(startsAt(start.value))
    if (there.length === 0) return { ok: true, value: undefined }
    const own = there.find((lock) => lock.owner === owner)
    if (!own || !deps.seals.matches('lock', wish.lockToken, own.tokenFingerprint)) {
      return { ok: false, refusal: { kind: 'lock_not_owned' } }
    }
    await tx.locks.deleteLock(own)
    return { ok: true, value: undefined }
  })
}

function startsAt(start: Instant) {
  return (lock: { readonly slot: { readonly start: Instant } }) => lock.slot.start === start
}
