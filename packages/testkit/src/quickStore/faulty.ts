import { type QuickStore, QuickStoreLost } from '@appointease/server/ports/quickStore.ts'
import { MONDAY } from '../builders.ts'
import { until } from '../engines/until.ts'
import { aClaim, aPlace, newEpochId } from './harness.ts'

/** The deadline of a question, and some for a machine that has much else to do. */
const PROMPTLY_MS = 450

/** The store entered with one lock of `v_holder` in it. */
export async function heldStore(store: QuickStore): Promise<{ epochId: string; target: string }> {
  const target = await regained(store)
  const epochId = newEpochId()
  await store.enter(epochId, { locks: [], selections: [] }, MONDAY)
  await store.locks.claim(epochId, aClaim({ owner: 'v_holder' }))
  return { epochId, target }
}

/** Waits for the store to know its servers; theirs, or another than `former`. */
export function regained(store: QuickStore, former?: string): Promise<string> {
  return until(
    async () => {
      const target = store.target()
      return target === former ? undefined : target
    },
    () => 'The servers are not reached again.',
  )
}

/** Claims what is free until QuickStoreLost is thrown, and tells how long the claim took that it was thrown for. */
export async function lostWithin(store: QuickStore, epochId: string): Promise<number> {
  let claims = 0
  return until(
    async () => {
      const employeeId = 1000 + ++claims
      const began = performance.now()
      try {
        await store.locks.claim(
          epochId,
          aClaim({ owner: `v_asks_${claims}`, address: `${claims}`, place: aPlace({ employeeId }) }),
        )
        return undefined
      } catch (error) {
        if (!(error instanceof QuickStoreLost)) throw error
        return performance.now() - began
      }
    },
    () => 'The store goes on as if nothing were.',
    PROMPTLY_MS,
  )
}

export const isPrompt = (milliseconds: number) => milliseconds < PROMPTLY_MS
