import { createClientOptions } from '@appointease/server/adapters/redis/clientOptions.ts'
import { parseRedisUrl } from '@appointease/server/config/redisUrl.ts'
import type { RedisServer } from '@appointease/testkit/engines/redis.ts'
import { Redis } from 'ioredis'
import type { Reference } from './turns.ts'
import { runWorkers } from './workers.ts'

/** What Redis costs by itself: one round trip of ioredis from this process, with the product's settings of a connection. */
export async function withBareRedis<Value>(
  redis: RedisServer,
  calls: number,
  work: (reference: Reference) => Promise<Value>,
): Promise<Value> {
  const parsed = parseRedisUrl(redis.url, { cwd: process.cwd() })
  if (!parsed.ok) throw new Error(parsed.reason)
  const client = new Redis(createClientOptions(parsed.value).only())
  await client.connect()
  await client.set('bare', 'x'.repeat(100))
  const get = async () => void (await client.get('bare'))
  try {
    return await work({ name: 'bare GET', run: () => runWorkers(1, calls, get) })
  } finally {
    client.disconnect()
  }
}
