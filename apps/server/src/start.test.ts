import { dirname } from 'node:path'
import { REDIS_SERVER } from '@appointease/testkit/engines/programs.ts'
import { type RedisServer, startRedis } from '@appointease/testkit/engines/redis.ts'
import { redisServersAt } from '@appointease/testkit/redisUnderTest.ts'
import { sqliteUnderTest } from '@appointease/testkit/sqliteUnderTest.ts'
import { startTestServer } from '@appointease/testkit/testServer.ts'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'

describe.skipIf(REDIS_SERVER === undefined)('a start that fails', () => {
  let redis: RedisServer

  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis.stop())

  /** Without the one that asks. */
  const connections = async () =>
    String(await redis.command('CLIENT', 'LIST'))
      .trim()
      .split('\n').length - 1

  it('leaves no connection to Redis behind', async () => {
    const present = await sqliteUnderTest()
    onTestFinished(() => present.dispose())
    await present.epochs.report({
      id: 'another process',
      acknowledged: 0,
      reaches: '',
      secretMark: 'of another secret',
      leaseMilliseconds: 60_000,
    })
    const starting = startTestServer({
      dataDir: dirname(present.path),
      database: { kind: 'sqlite', path: present.path },
      redis: redisServersAt(redis.url),
    })
    await expect(starting).rejects.toMatchObject({ name: 'SecretDiffers' })
    await expect.poll(connections).toBe(0)
  })
})
