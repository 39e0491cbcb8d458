import type { Logger } from '../logging.ts'
import type { Clock } from '../ports/clock.ts'
import type { Storage } from '../ports/storage.ts'
import type { Job, Timers } from './job.ts'

export interface CleanUpDependencies {
  readonly storage: Pick<Storage, 'removeExpired'>
  readonly clock: Clock
  readonly timers: Timers
  readonly logger: Logger
}

const PAUSE_MILLISECONDS = 60_000

/** Removes what has expired, at the start and then a minute after each run has ended. A failed run waits for the next. */
export function createCleanUp({ storage, clock, timers, logger }: CleanUpDependencies): Job {
  let running = false
  let cancel = () => {}
  let round: Promise<void> = Promise.resolve()

  async function clean(): Promise<void> {
    try {
      await storage.removeExpired(clock.now())
    } catch (error) {
      logger.warn({ err: error }, 'Expired records could not be removed')
    }
    if (running) cancel = timers.after(PAUSE_MILLISECONDS, begin)
  }

  function begin(): void {
    round = clean()
  }

  return {
    start() {
      if (running) return
      running = true
      begin()
    },
    async stop() {
      running = false
      cancel()
      await round
    },
  }
}
