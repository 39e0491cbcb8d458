import type { Instant } from '@appointease/domain'
import type { Clock } from '@appointease/server/ports/clock.ts'

/** Ten minutes are some three hundred calls, on whichever machine. */
const SECONDS_EACH = 1

/** A clock that goes on whenever a call begins or ends, and only then. */
export interface CallClock extends Clock {
  /** Goes on, and tells how many milliseconds have passed. */
  tick(): number
}

export function startCallClock(beginning: Instant): CallClock {
  let elapsed = 0
  return {
    now: () => (beginning + elapsed) as Instant,
    tick() {
      elapsed += SECONDS_EACH * 1000
      return elapsed
    },
  }
}
