import type { SlotLockRecord } from '../ports/locks.ts'
import {
  type Outcome,
  OutcomeUnknown,
  type StorageTransaction,
  StorageUnavailable,
} from '../ports/storage.ts'
import type { Changed } from './changed.ts'
import type { CommandDependencies } from './dependencies.ts'

/** What a change is about to leave behind, noted before it is committed. */
export interface Attempt<Value> {
  value: Value | undefined
  /** The lock that the change uses up. */
  usedUp?: SlotLockRecord | undefined
}

type Seen = { readonly kind: 'kept' } | { readonly kind: 'not_kept' }

/**
 * Makes a change, and where it cannot be known whether it was kept, looks for what it would have left. It looks with the
 * same employees to itself: whatever the lost connection had begun has ended by then. Throws StorageUnavailable where
 * nothing was kept, and OutcomeUnknown where nothing can be seen.
 */
export async function orLookUp<Value, Refusal>(
  deps: Pick<CommandDependencies, 'storage' | 'locks' | 'clock'>,
  employeeIds: readonly number[],
  change: (attempt: Attempt<Value>) => Promise<Outcome<Value, Refusal>>,
  isThere: (tx: StorageTransaction, value: Value) => Promise<boolean>,
): Promise<Outcome<Value, Refusal>> {
  const attempt: Attempt<Value> = { value: undefined }
  try {
    return await change(attempt)
  } catch (fault) {
    const { value, usedUp } = attempt
    if (!(fault instanceof OutcomeUnknown) || value === undefined) throw fault
    const seen = await look(deps, employeeIds, (tx) => isThere(tx, value))
    if (!seen) throw fault
    if (seen.kind === 'not_kept') throw new StorageUnavailable('The change was not kept.', { cause: fault })
    if (usedUp) await endLock(deps, usedUp)
    return { ok: true, value }
  }
}

/** Undefined where nothing can be seen. A look that ends in a refusal has no commit whose answer could be lost as well. */
async function look(
  { storage }: Pick<CommandDependencies, 'storage'>,
  employeeIds: readonly number[],
  isThere: (tx: StorageTransaction) => Promise<boolean>,
): Promise<Seen | undefined> {
  const looked = await storage
    .change<never, Seen>(employeeIds, async (tx) => ({
      ok: false,
      refusal: { kind: (await isThere(tx)) ? 'kept' : 'not_kept' },
    }))
    .catch(() => undefined)
  return looked && !looked.ok ? looked.refusal : undefined
}

/** Wherever locks live: only where they live in the database has the change itself ended it. Else it ends by its time. */
async function endLock(
  { locks, clock }: Pick<CommandDependencies, 'locks' | 'clock'>,
  { employeeId, date, slot, owner, tokenFingerprint }: SlotLockRecord,
): Promise<void> {
  const lock = { employeeId, date, start: slot.start, owner, shownFingerprint: tokenFingerprint }
  await locks.release({ ...lock, now: clock.now() }).catch(() => {})
}

/** Whether the change that led to this version is one that the database has. Later ones may have followed it. */
export async function isKept(
  { appointments }: StorageTransaction,
  { appointment: { id, version, updatedAt } }: Changed,
): Promise<boolean> {
  const history = await appointments.listHistory(id)
  return history[version - 1]?.at === updatedAt
}
