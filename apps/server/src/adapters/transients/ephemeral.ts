import type { EphemeralStore, StorageMode } from '../../ports/ephemeral.ts'
import type { ChangeNotes } from './notes.ts'
import type { OptionRows } from './optionRows.ts'
import { countEvent } from './rates.ts'
import { clearSelection, isPointing, listSelections, putSelection } from './selections.ts'

export interface TransientEphemeralOptions {
  readonly storageMode: Exclude<StorageMode, 'redis'>
  /** Committed state. */
  readonly rows: OptionRows
  /** Runs `work` as one transaction, alone in writing. */
  readonly transact: <Value>(work: (rows: OptionRows, notes: ChangeNotes) => Promise<Value>) => Promise<Value>
}

/** Pointing and counting as transients, each call one transaction. */
export function createTransientEphemeral(options: TransientEphemeralOptions): EphemeralStore {
  const { rows, transact } = options
  return {
    status: () => ({ storageMode: options.storageMode, redisStatus: 'disabled' }),
    counting: async (work) => ({ value: await work(), ops: { get: 0, set: 0, publish: 0 } }),
    putSelection: (selection) => transact((own, notes) => putSelection(own, notes, selection)),
    async clearSelection(owner) {
      // Nearly nobody who says that they point at nothing did before, and a transaction keeps others waiting.
      if (await isPointing(rows, owner)) await transact((own, notes) => clearSelection(own, notes, owner))
    },
    listSelections: (employeeId, date, now) => listSelections(rows, employeeId, date, now),
    countEvent: (key, limit, windowSeconds, now) =>
      transact((own) => countEvent(own, { key, limit, windowSeconds, now })),
  }
}
