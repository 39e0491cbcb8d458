import { Cluster } from 'ioredis'
import { describe, expect, onTestFinished, test } from 'vitest'
import { REDIS_SERVER } from './programs.ts'
import { startRedisCluster } from './redisCluster.ts'
import { until } from './until.ts'

describe.skipIf(REDIS_SERVER === undefined)('a private Redis cluster', () => {
  test('spreads keys over its masters and is found by its addresses', async () => {
    const cluster = await startRedisCluster()
    onTestFinished(() => cluster.stop())
    expect(cluster.url).toBe(cluster.nodes.map(({ port }) => `redis://127.0.0.1:${port}`).join(','))

    const client = new Cluster(cluster.url.split(','))
    onTestFinished(() => client.disconnect())
    const keys = Array.from({ length: 60 }, (_, index) => `key ${index}`)
    for (const key of keys) await client.set(key, key)
    for (const key of keys) expect(await client.get(key)).toBe(key)
    const sizes = await Promise.all(cluster.nodes.map((node) => node.command('DBSIZE')))
    expect(sizes.map(Number).every((size) => size > 0)).toBe(true)
    expect(sizes.map(Number).reduce((sum, size) => sum + size)).toBe(keys.length)
  })

  test('makes a replica the master of whom is killed', async () => {
    const cluster = await startRedisCluster({ replicas: 1 })
    onTestFinished(() => cluster.stop())
    const [master, , , replica] = cluster.nodes
    if (!master || !replica) throw new Error('There are three masters and three replicas.')
    const role = async () => ((await replica.command('ROLE')) as unknown[])[0]
    expect(await role()).toBe('slave')
    await master.kill()
    await until(
      async () => ((await role()) === 'master' ? true : undefined),
      () => 'The replica stays one.',
    )
  })
})
