import type { Instant } from '@appointease/domain'
import type { Clock } from '@appointease/server/ports/clock.ts'

/** A clock that stands still until a test moves it. */
export interface FixedClock extends Clock {
  advance(seconds: number): void
  set(now: Instant): void
}

export function fixedClock(now: Instant): FixedClock {
  let present = now
  return {
    now: () => present,
    advance(seconds) {
      present = (present + seconds * 1000) as Instant
    },
    set(instant) {
      present = instant
    },
  }
}
