import type { Call } from './calls.ts'
import { findChangedCancellations, findLostWords, findRepeatedDeeds } from './rules/acknowledged.ts'
import { findStrangeAnswers } from './rules/answers.ts'
import { findFalseViews, findGroundlessRefusals } from './rules/freedom.ts'
import { findCoexistence, findForeignHands, findOwnersRefused } from './rules/ownership.ts'
import { sceneOf } from './scene.ts'
import { findStoredViolations } from './storedPromises.ts'
import type { StoredState } from './storedState.ts'
import type { Violation } from './violation.ts'

/**
 * Every broken promise that the calls and the database in which they ended prove together. Sound: whatever a call's
 * unknown outcome was, and whenever within its time a call had its effect, what is reported cannot be. The state must
 * have been read when everything had come to rest. A day may be shown as it was `lateMilliseconds` ago.
 */
export function checkHistory(
  calls: readonly Call[],
  state: StoredState,
  { lateMilliseconds = 0 }: { readonly lateMilliseconds?: number } = {},
): Violation[] {
  const scene = sceneOf(calls, state)
  return [
    ...findStoredViolations(state),
    ...findStrangeAnswers(calls),
    ...findLostWords(scene),
    ...findRepeatedDeeds(scene),
    ...findChangedCancellations(scene),
    ...findCoexistence(scene),
    ...findOwnersRefused(scene),
    ...findForeignHands(scene),
    ...findGroundlessRefusals(scene),
    ...findFalseViews(scene, lateMilliseconds),
  ]
}
