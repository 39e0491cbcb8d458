import type { SlotChange } from '../../ports/slotEvents.ts'

/** Where a transaction writes down what others will see differently once it is committed. */
export interface ChangeNotes {
  note(changes: readonly SlotChange[]): Promise<void>
}
