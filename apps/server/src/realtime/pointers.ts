import { type Instant, SELECTION_SECONDS } from '@appointease/domain'
import type { Clock } from '../ports/clock.ts'

/** Who may point at a slot, as far as this process has been told: each client for as long as pointing lasts. */
export interface Pointers {
  add(owner: string): void
  remove(owner: string): void
  has(owner: string | undefined): boolean
}

const SWEEP_AT = 1_000

export function createPointers(clock: Clock): Pointers {
  const until = new Map<string, Instant>()
  let sweepAt = SWEEP_AT

  /** Twice as many as are left before the next time, so that sweeping costs each client once. */
  function sweep(now: Instant): void {
    for (const [owner, end] of until) if (end <= now) until.delete(owner)
    sweepAt = Math.max(SWEEP_AT, until.size * 2)
  }

  return {
    add(owner) {
      const now = clock.now()
      if (until.size >= sweepAt) sweep(now)
      until.set(owner, (now + SELECTION_SECONDS * 1_000) as Instant)
    },
    remove: (owner) => until.delete(owner),
    has(owner) {
      const end = owner === undefined ? undefined : until.get(owner)
      return end !== undefined && end > clock.now()
    },
  }
}
