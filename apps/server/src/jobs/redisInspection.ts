import type { Logger } from '../logging.ts'
import { QuickStoreLost } from '../ports/quickStore.ts'
import type { Job, Timers } from './job.ts'
import { createRounds } from './rounds.ts'

export interface RedisInspectionDependencies {
  /** What an operator should change about the Redis that is used now, in plain words. Throws QuickStoreLost. */
  readonly inspect: () => Promise<readonly string[]>
  readonly timers: Timers
  readonly logger: Logger
}

const PAUSE_MILLISECONDS = 60_000

/**
 * Logs what should be changed about Redis, at the start and then a minute after each look: it may be reached only later, or
 * be set otherwise meanwhile. What has been told is told again only after it was mended.
 */
export function createRedisInspection({ inspect, timers, logger }: RedisInspectionDependencies): Job {
  let told: readonly string[] = []
  return createRounds(timers, PAUSE_MILLISECONDS, async () => {
    try {
      const found = await inspect()
      for (const warning of found) if (!told.includes(warning)) logger.warn(warning)
      told = found
    } catch (error) {
      // One that is away is told of where it is missed.
      if (!(error instanceof QuickStoreLost)) logger.warn({ err: error }, 'Redis could not be inspected')
    }
  })
}
