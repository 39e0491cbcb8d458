import { type DualEvent, type DualStore, startDualStore } from '@appointease/server/adapters/dual/index.ts'
import type { QuickStore } from '@appointease/server/ports/quickStore.ts'
import { MONDAY } from './builders.ts'
import { fixedClock } from './fixedClock.ts'
import type { LocksDoor } from './slotLocks/harness.ts'
import type { StorageUnderTest } from './storage/harness.ts'

/** Everything at a tenth of the pace, so that a test need not wait as long as a visitor would not notice. */
const TIMES = { tick: 50, lease: 600, rest: 300 }

/** One process's locks, with what it says of their moves. */
export interface DualDoor extends LocksDoor {
  readonly dual: DualStore
  readonly events: readonly DualEvent[]
}

export interface DualsUnderTest {
  readonly under: StorageUnderTest
  /** Another process on the same database. */
  open(quick: QuickStore | undefined): Promise<DualDoor>
  dispose(): Promise<void>
}

/** Processes on one database, each with a quick store of its own, whose locks move within tenths of a second. */
export async function dualsUnderTest(storage: () => Promise<StorageUnderTest>): Promise<DualsUnderTest> {
  const under = await storage()
  const started: DualStore[] = []
  return {
    under,
    async open(quick) {
      const events: DualEvent[] = []
      const opened = await under.reopen()
      const dual = await startDualStore(opened, {
        quick,
        clock: fixedClock(MONDAY),
        secretMark: 'of these tests',
        times: TIMES,
        log: (event) => void events.push(event),
      })
      started.push(dual)
      return { dual, events, locks: dual.locks, storage: opened.storage }
    },
    async dispose() {
      for (const dual of started) await dual.stop()
      await under.dispose()
    },
  }
}
