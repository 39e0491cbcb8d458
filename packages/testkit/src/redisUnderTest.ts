import { createRedisStore } from '@appointease/server/adapters/redis/index.ts'
import type { RedisServers } from '@appointease/server/config/config.ts'
import { parseRedisUrl } from '@appointease/server/config/redisUrl.ts'
import type { QuickStore } from '@appointease/server/ports/quickStore.ts'
import { type RedisServer, startRedis } from './engines/redis.ts'
import { type RedisCluster, startRedisCluster } from './engines/redisCluster.ts'

let shared: Promise<RedisServer> | undefined
let sharedCluster: Promise<RedisCluster> | undefined

/** An address of Redis as a server's configuration has it. Throws where it is none. */
export function redisServersAt(url: string): RedisServers {
  const parsed = parseRedisUrl(url, { cwd: process.cwd() })
  if (!parsed.ok) throw new Error(`A test names a Redis that is none: ${parsed.reason}`)
  return parsed.value
}

/** A store of the Redis at this address, as a server opens it. */
export function openRedisAt(url: string): Promise<QuickStore> {
  return createRedisStore({ servers: redisServersAt(url) })
}

/** Empties the Redis that all tests of a file share. */
export async function emptyRedis(): Promise<{ readonly url: string }> {
  shared ??= startRedis()
  const redis = await shared
  await redis.command('FLUSHALL')
  return redis
}

/** The same for a cluster of three. */
export async function emptyRedisCluster(): Promise<{ readonly url: string }> {
  sharedCluster ??= startRedisCluster()
  const cluster = await sharedCluster
  for (const node of cluster.nodes) await node.command('FLUSHALL')
  return cluster
}
