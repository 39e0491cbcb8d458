import type { Logger } from '../logging.ts'
import { StorageUnavailable } from '../ports/storage.ts'
import type { Job, Timers } from './job.ts'

export interface RedisWatchDependencies {
  /** What is set at this moment, sealed. */
  readonly find: () => Promise<string | undefined>
  /** Goes over to what is set; where it throws StorageUnavailable it may be half done, and is to be done again. */
  readonly use: (sealed: string | undefined) => Promise<void>
  /** What is in use at the start. */
  readonly inUse: string | undefined
  readonly timers: Timers
  readonly logger: Logger
}

const PAUSE_MILLISECONDS = 1_000

/** Goes over to another Redis within a second or two of its being set, in every process and without a restart. */
export function createRedisWatch(dependencies: RedisWatchDependencies): Job {
  const { find, use, timers, logger } = dependencies
  let { inUse } = dependencies
  let running = false
  let cancel = () => {}
  let round: Promise<void> = Promise.resolve()

  async function look(): Promise<void> {
    let set = inUse
    try {
      set = await find()
      if (set !== inUse) {
        await use(set)
        inUse = set
      }
    } catch (error) {
      // The database comes back; anything else is tried again only when something else is set.
      if (!(error instanceof StorageUnavailable)) inUse = set
      logger.warn({ err: error }, 'The Redis that is set could not be gone over to')
    }
    if (running) wait()
  }

  function wait(): void {
    cancel = timers.after(PAUSE_MILLISECONDS, () => {
      round = look()
    })
  }

  return {
    start() {
      if (running) return
      running = true
      wait()
    },
    async stop() {
      running = false
      cancel()
      await round
    },
  }
}
