import { createRedisStore, type RedisStore } from '@appointease/server/adapters/redis/index.ts'
import type { RedisServers } from '@appointease/server/config/config.ts'
import { parseRedisUrl } from '@appointease/server/config/redisUrl.ts'
import type { QuickStore } from '@appointease/server/ports/quickStore.ts'
import type { EphemeralUnderTest } from './describeEphemeralStore.ts'
import { type RedisServer, startRedis } from './engines/redis.ts'
import { type RedisCluster, startRedisCluster } from './engines/redisCluster.ts'
import type { QuickServers } from './quickStore/harness.ts'

let shared: Promise<RedisServer> | undefined
let sharedCluster: Promise<RedisCluster> | undefined

/** An address of Redis as a server's configuration has it. Throws where it is none. */
export function redisServersAt(url: string): RedisServers {
  const parsed = parseRedisUrl(url, { cwd: process.cwd() })
  if (!parsed.ok) throw new Error(`A test names a Redis that is none: ${parsed.reason}`)
  return parsed.value
}

/** A store of the Redis at this address, as a server opens it. */
export function openRedisAt(url: string): Promise<RedisStore> {
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

/** Pointing and counting in a Redis that all tests of a file share, emptied for each. */
export async function pointingUnderTest(
  empty: () => Promise<{ readonly url: string }>,
): Promise<EphemeralUnderTest> {
  const { url } = await empty()
  const opened: QuickStore[] = []
  const reopen = async () => {
    const store = await openRedisAt(url)
    opened.push(store)
    return { ephemeral: store.pointing }
  }
  return {
    ...(await reopen()),
    reopen,
    async dispose() {
      await Promise.all(opened.map((store) => store.close()))
    },
  }
}

function quickServers(nodes: readonly RedisServer[], url: string, stop: () => Promise<void>): QuickServers {
  return {
    open: () => openRedisAt(url),
    async empty() {
      for (const node of nodes) await node.command('FLUSHALL')
    },
    async lifetimes() {
      const lifetimes = new Map<string, number>()
      for (const node of nodes) {
        for (const key of (await node.command('KEYS', '*')) as string[]) {
          lifetimes.set(key, Number(await node.command('PTTL', key)))
        }
      }
      return lifetimes
    },
    stop,
  }
}

export async function oneRedis(): Promise<QuickServers> {
  const server = await startRedis()
  return quickServers([server], server.url, () => server.stop())
}

export async function threeMasters(): Promise<QuickServers> {
  const cluster = await startRedisCluster({ masters: 3 })
  return quickServers(cluster.nodes, cluster.url, () => cluster.stop())
}
