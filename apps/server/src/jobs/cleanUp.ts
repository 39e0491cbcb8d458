import type { Logger } from '../logging.ts'
import type { Clock } from '../ports/clock.ts'
import type { Storage } from '../ports/storage.ts'
import type { Job, Timers } from './job.ts'
import { createRounds } from './rounds.ts'

export interface CleanUpDependencies {
  readonly storage: Pick<Storage, 'removeExpired'>
  readonly clock: Clock
  readonly timers: Timers
  readonly logger: Logger
}

const PAUSE_MILLISECONDS = 60_000

/** Removes what has expired, at the start and then a minute after each run has ended. A failed run waits for the next. */
export function createCleanUp({ storage, clock, timers, logger }: CleanUpDependencies): Job {
  return createRounds(timers, PAUSE_MILLISECONDS, async () => {
    try {
      await storage.removeExpired(clock.now())
    } catch (error) {
      logger.warn({ err: error }, 'Expired records could not be removed')
    }
  })
}
