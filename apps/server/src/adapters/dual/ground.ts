import type { StorageEpoch } from '../../ports/epochs.ts'
import type { Outcome } from '../../ports/storage.ts'

/** The epoch under which something is done, and whether it is done in Redis or in the database. */
export type Ground =
  | { readonly kind: 'redis'; readonly epoch: StorageEpoch }
  | { readonly kind: 'database'; readonly epoch: StorageEpoch }

/** What is answered where locks turn out to live elsewhere by now: nothing has been done, and the same is done again there. */
export interface Elsewhere {
  readonly kind: 'elsewhere'
}

export const ELSEWHERE: { readonly ok: false; readonly refusal: Elsewhere } = {
  ok: false,
  refusal: { kind: 'elsewhere' },
}

/** The outcome, or undefined where it says `elsewhere`. */
export function unlessElsewhere<Value, Refusal>(
  outcome: Outcome<Value, Refusal | Elsewhere>,
): Outcome<Value, Refusal> | undefined {
  if (outcome.ok) return outcome
  const { refusal } = outcome
  return isElsewhere(refusal) ? undefined : { ok: false, refusal }
}

const isElsewhere = <Refusal>(refusal: Refusal | Elsewhere): refusal is Elsewhere =>
  refusal === ELSEWHERE.refusal

/** Whether locks are granted in the database in this epoch: all that was granted in Redis before is in it. */
export const isInDatabase = (epoch: StorageEpoch): boolean => epoch.mode === 'database' && epoch.settled
