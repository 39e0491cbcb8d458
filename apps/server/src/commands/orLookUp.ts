import type { AppointmentRecord } from '../ports/appointments.ts'
import {
  type Outcome,
  OutcomeUnknown,
  type StorageTransaction,
  StorageUnavailable,
} from '../ports/storage.ts'
import type { CommandDependencies } from './dependencies.ts'

/** What a change is about to leave behind, noted before it is committed. */
export interface Attempt<Value> {
  value: Value | undefined
}

/**
 * Makes a change, and where it cannot be known whether it was kept, looks for what it would have left. It looks with the
 * same employees to itself: whatever the lost connection had begun has ended by then. Throws StorageUnavailable where
 * nothing was kept, or nothing can be seen.
 */
export async function orLookUp<Value, Refusal>(
  { storage }: Pick<CommandDependencies, 'storage'>,
  employeeIds: readonly number[],
  change: (attempt: Attempt<Value>) => Promise<Outcome<Value, Refusal>>,
  isThere: (tx: StorageTransaction, value: Value) => Promise<boolean>,
): Promise<Outcome<Value, Refusal>> {
  const attempt: Attempt<Value> = { value: undefined }
  try {
    return await change(attempt)
  } catch (fault) {
    const { value } = attempt
    if (!(fault instanceof OutcomeUnknown) || value === undefined) throw fault
    const kept = await storage.change<boolean, never>(employeeIds, async (tx) => ({
      ok: true,
      value: await isThere(tx, value),
    }))
    if (kept.ok && kept.value) return { ok: true, value }
    throw new StorageUnavailable('The change was not kept.', { cause: fault })
  }
}

/** Whether a changed appointment is what the database has: nobody else's change makes the same version at the same moment. */
export async function isKept(
  { appointments }: StorageTransaction,
  { id, version, updatedAt }: AppointmentRecord,
): Promise<boolean> {
  const there = await appointments.findAppointment({ id })
  return there?.version === version && there.updatedAt === updatedAt
}
