import { type Instant, instantOf } from '@appointease/domain'
import type { Timers } from './jobs/job.ts'
import type { Clock } from './ports/clock.ts'

export interface StoreClock extends Clock {
  /** Asks the store from time to time, until `stop`. */
  start(): void
  stop(): void
}

const BETWEEN_LOOKS = 30_000
/** A store's clock that is behind by more has been set back; by less, it is merely a little slower than this machine. */
const DRIFT = 1_000

/**
 * The store's time, so that processes whose machines disagree by minutes agree on when a lock expires. It runs by this
 * machine's monotonic clock from one look to the next and never goes back, whatever is done to either clock: what has
 * expired stays expired. Resolves when the store has been asked once; throws what the store throws.
 */
export async function createStoreClock(
  askStore: () => Promise<Instant>,
  timers: Timers,
): Promise<StoreClock> {
  let base = 0
  let since = 0
  let latest = 0
  let isStarted = false
  let cancel = () => {}

  const running = () => base + (performance.now() - since)

  /** Half the way there and back: what the store said was so in the middle. */
  async function look(): Promise<void> {
    const began = performance.now()
    const told = await askStore()
    const ended = performance.now()
    const present = told + (ended - began) / 2
    if (base > 0 && present < running() - DRIFT) return
    base = present
    since = ended
  }

  function lookAgain(): void {
    // A look may still be under way when the clock is stopped.
    if (!isStarted) return
    cancel = timers.after(BETWEEN_LOOKS, () => {
      // A store that does not answer is noticed by whoever needs it; the clock goes on by itself.
      void look()
        .catch(() => {})
        .then(lookAgain)
    })
  }

  await look()
  return {
    now() {
      latest = Math.max(latest, Math.floor(running()))
      return instantOf(latest)
    },
    start() {
      isStarted = true
      lookAgain()
    },
    stop() {
      isStarted = false
      cancel()
    },
  }
}
