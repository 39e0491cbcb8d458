import type { Call, DeedKind } from '../calls.ts'
import { type Violation, violation } from '../violation.ts'

/** Refusals that the contract knows for what clients of a history do. */
const ALLOWED: Readonly<Record<DeedKind, readonly string[]>> = {
  lock: ['SLOT_TAKEN', 'SLOT_LOCKED', 'LOCK_NOT_OWNED'],
  release: ['LOCK_NOT_OWNED'],
  book: ['SLOT_TAKEN', 'SLOT_LOCKED'],
  move: ['SLOT_TAKEN', 'SLOT_LOCKED', 'STALE_VERSION'],
  cancel: [],
  show: [],
  look: [],
}

/** Answers that no rule allows: other refusals, and faults that do not say that nothing was written. */
export function findStrangeAnswers(calls: readonly Call[]): Violation[] {
  return calls.flatMap((call) => {
    const { kind, outcome } = call
    if (outcome.is === 'refused' && !ALLOWED[kind].includes(outcome.code))
      return [violation('answers', `${kind} was refused with ${outcome.code}`, [call])]
    if (outcome.is === 'unknown' && outcome.status !== undefined)
      return [violation('answers', `${kind} was answered ${outcome.why}`, [call])]
    // Of all that a history asks for, looking is what a server that has too much to do refuses first.
    if (outcome.is === 'failed' && outcome.why.includes('SERVER_BUSY') && kind !== 'look')
      return [violation('answers', `${kind} was refused before any look`, [call])]
    return []
  })
}
