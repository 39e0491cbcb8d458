import { REDIS_SERVER } from '@appointease/testkit/engines/programs.ts'
import { type RedisServer, startRedis } from '@appointease/testkit/engines/redis.ts'
import { type ManualTimers, manualTimers } from '@appointease/testkit/manualTimers.ts'
import { openRedisAt } from '@appointease/testkit/redisUnderTest.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RedisStore } from '../adapters/redis/index.ts'
import { createLogger } from '../logging.ts'
import type { Job } from './job.ts'
import { createRedisInspection } from './redisInspection.ts'

describe.skipIf(REDIS_SERVER === undefined)('the log', () => {
  let redis: RedisServer
  let store: RedisStore
  let timers: ManualTimers
  let job: Job
  let lines: string[]
  let looks: number

  beforeEach(async () => {
    redis = await startRedis({ args: ['--maxmemory-policy', 'allkeys-lru'] })
    timers = manualTimers()
    lines = []
    looks = 0
  })
  afterEach(async () => {
    await job.stop()
    expect(timers.pending()).toEqual([])
    await store.close()
    await redis.stop()
  })

  async function start(): Promise<void> {
    store = await openRedisAt(redis.url)
    job = createRedisInspection({
      inspect: async () => (await store.inspect().finally(() => looks++)).warnings,
      timers,
      logger: createLogger({ level: 'info', pretty: false, output: { write: (line) => lines.push(line) } }),
    })
    job.start()
    await aLook()
  }

  const aLook = () => expect.poll(() => timers.pending()).toEqual([60_000])

  async function aMinute(): Promise<void> {
    timers.advance(60_000)
    await aLook()
  }

  it('tells of a policy that evicts, once, and again where it comes back after it was mended', async () => {
    await start()
    expect(lines).toEqual([expect.stringMatching(/"warn".*maxmemory-policy is allkeys-lru/)])
    await aMinute()
    await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
    await aMinute()
    expect(lines).toHaveLength(1)
    await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
    await aMinute()
    expect(lines).toHaveLength(2)
    expect(looks).toBe(4)
  })

  it('tells of it also where Redis is reached only later, and says nothing of one that is away', async () => {
    await redis.kill()
    await start()
    await aMinute()
    expect(lines).toEqual([])
    await redis.restart()
    await expect
      .poll(
        () =>
          store.check().then(
            () => true,
            () => false,
          ),
        { timeout: 5_000 },
      )
      .toBe(true)
    await aMinute()
    expect(lines).toEqual([expect.stringContaining('maxmemory-policy')])
  })
})
