import { MONDAY } from '@appointease/testkit/builders.ts'
import { REDIS_SERVER } from '@appointease/testkit/engines/programs.ts'
import { startRedisCluster } from '@appointease/testkit/engines/redisCluster.ts'
import { startSentinel } from '@appointease/testkit/engines/redisSentinel.ts'
import { until } from '@appointease/testkit/engines/until.ts'
import { heldStore, isPrompt, lostWithin, regained } from '@appointease/testkit/quickStore/faulty.ts'
import { aClaim, newEpochId } from '@appointease/testkit/quickStore/harness.ts'
import { openRedisAt } from '@appointease/testkit/redisUnderTest.ts'
import { afterEach, describe, expect, it } from 'vitest'
import { type QuickStore, QuickStoreLost } from '../../ports/quickStore.ts'
import { hashSlotOf } from './hashSlots.ts'

let endings: (() => Promise<unknown>)[] = []

async function open(url: string): Promise<QuickStore> {
  const store = await openRedisAt(url)
  endings.unshift(() => store.close())
  return store
}

afterEach(async () => {
  for (const end of endings) await end()
  endings = []
})

describe.skipIf(REDIS_SERVER === undefined)('a Redis whose place another takes', () => {
  it('is lost with its master, and its replica is another that is found through the sentinels', async () => {
    const servers = await startSentinel()
    endings.push(() => servers.stop())
    const store = await open(`redis+sentinel://127.0.0.1:${servers.sentinel.port}/${servers.name}`)
    const { epochId, target } = await heldStore(store)
    // What the replica has of the epoch does not make it the same.
    await servers.master.command('WAIT', 1, 1000)
    const next = servers.failover()
    expect(await lostWithin(store, epochId)).toSatisfy(isPrompt)
    await next
    expect(await regained(store, target)).not.toBe(target)
    await expect(store.locks.claim(epochId, aClaim())).rejects.toThrow(QuickStoreLost)
    const nextEpoch = newEpochId()
    await store.enter(nextEpoch, { locks: [], selections: [] }, MONDAY)
    expect((await store.locks.claim(nextEpoch, aClaim())).ok).toBe(true)
  })

  it('is lost with any master of a cluster, whoever has the lock, and is another with the replica', async () => {
    const cluster = await startRedisCluster({ masters: 3, replicas: 1 })
    endings.push(() => cluster.stop())
    const store = await open(cluster.url)
    const { epochId, target } = await heldStore(store)
    await cluster.nodes[2]?.kill()
    expect(await lostWithin(store, epochId)).toSatisfy(isPrompt)
    expect(await regained(store, target)).not.toBe(target)
    await expect(store.locks.claim(epochId, aClaim())).rejects.toThrow(QuickStoreLost)
  })

  it('is another where a replica takes over while all connections last', async () => {
    const cluster = await startRedisCluster({ masters: 3, replicas: 1 })
    endings.push(() => cluster.stop())
    const store = await open(cluster.url)
    const { target } = await heldStore(store)
    const [, , , replica] = cluster.nodes
    await replica?.command('CLUSTER', 'FAILOVER')
    await until(
      async () => String(await replica?.command('ROLE')).startsWith('master') || undefined,
      () => 'The replica does not take over.',
    )
    await until(
      async () =>
        store.check().then(
          (now) => (now === target ? undefined : now),
          () => undefined,
        ),
      () => 'The cluster is taken for the same.',
    )
  })
})

describe.skipIf(REDIS_SERVER === undefined)('the hash slot of a key', () => {
  it('is what a cluster says it is', async () => {
    const cluster = await startRedisCluster()
    endings.push(() => cluster.stop())
    const [node] = cluster.nodes
    const keys = ['', 'a', 'foo{bar}baz', '{}x', 'x{', 'x}{y}', '{2026-11-24_1}', '{a}{b}', 'ü€', '{ü}']
    for (const key of keys) expect(await node?.command('CLUSTER', 'KEYSLOT', key)).toBe(hashSlotOf(key))
  })
})
