import { createRedisStore } from '@appointease/server/adapters/redis/index.ts'
import { parseRedisUrl } from '@appointease/server/config/redisUrl.ts'
import { type RedisServer, startRedis } from '../engines/redis.ts'
import { startRedisCluster } from '../engines/redisCluster.ts'
import type { QuickServers } from './harness.ts'

export function serversAt(url: string) {
  const parsed = parseRedisUrl(url, { cwd: '/' })
  if (!parsed.ok) throw new Error(`A test's own address of Redis cannot be used: ${parsed.reason}`)
  return parsed.value
}

function quickServers(nodes: readonly RedisServer[], url: string, stop: () => Promise<void>): QuickServers {
  return {
    open: () => createRedisStore({ servers: serversAt(url) }),
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
