import { aLock, MONDAY } from '@appointease/testkit/builders.ts'
import { REDIS_SERVER } from '@appointease/testkit/engines/programs.ts'
import { type RedisServer, startRedis } from '@appointease/testkit/engines/redis.ts'
import { startTcpProxy, type TcpProxy } from '@appointease/testkit/engines/tcpProxy.ts'
import { until } from '@appointease/testkit/engines/until.ts'
import { heldStore, isPrompt, lostWithin, regained } from '@appointease/testkit/quickStore/faulty.ts'
import { aClaim, newEpochId } from '@appointease/testkit/quickStore/harness.ts'
import { openRedisAt } from '@appointease/testkit/redisUnderTest.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type QuickStore, QuickStoreLost } from '../../ports/quickStore.ts'
import type { SlotNews } from '../../ports/slotEvents.ts'

let redis: RedisServer
let wire: TcpProxy
let opened: QuickStore[]

async function open(url = `redis://127.0.0.1:${wire.port}`): Promise<QuickStore> {
  const store = await openRedisAt(url)
  opened.push(store)
  return store
}

describe.skipIf(REDIS_SERVER === undefined)('a Redis that fails', () => {
  beforeEach(async () => {
    redis = await startRedis()
    wire = await startTcpProxy({ targetPort: redis.port })
    opened = []
  })
  afterEach(async () => {
    redis.resume()
    await Promise.all(opened.map((store) => store.close()))
    await wire.stop()
    await redis.stop()
  })

  it.each<[string, () => unknown, () => unknown]>([
    ['is stopped', () => redis.pause(), () => redis.resume()],
    ['answers after two seconds', () => wire.delay(2000), () => wire.heal()],
    ['says nothing any more', () => wire.stall(), () => wire.heal()],
    ['is cut off', () => wire.cut(), () => wire.heal()],
    [
      'is full',
      () => redis.command('CONFIG', 'SET', 'maxmemory', '1'),
      () => redis.command('CONFIG', 'SET', 'maxmemory', '0'),
    ],
    [
      'can only be read',
      () => redis.command('REPLICAOF', '127.0.0.1', '1'),
      () => redis.command('REPLICAOF', 'NO', 'ONE'),
    ],
  ])('that %s is lost at once, and is the same when it is back', async (_what, fail, mend) => {
    const store = await open()
    const { epochId, target } = await heldStore(store)
    await fail()
    expect(await lostWithin(store, epochId)).toSatisfy(isPrompt)
    expect(store.target()).toBeUndefined()
    await expect(store.check()).rejects.toThrow(QuickStoreLost)
    await mend()
    expect(await regained(store)).toBe(target)
    expect((await store.locks.claim(epochId, aClaim({ owner: 'v_other' }))).ok).toBe(false)
  })

  it('that says nothing is dropped once, however many questions are waiting', async () => {
    const store = await open()
    const { epochId } = await heldStore(store)
    const warnings: Error[] = []
    const note = (warning: Error) => void warnings.push(warning)
    process.on('warning', note)
    await wire.stall()
    const asked = Array.from({ length: 30 }, (_, number) =>
      store.locks.claim(epochId, aClaim({ owner: `v_${number}` })),
    )
    await Promise.allSettled(asked)
    await wire.heal()
    await regained(store)
    process.off('warning', note)
    expect(warnings).toEqual([])
  })

  it('that is killed and started again is another, also with all its data', async () => {
    await redis.stop()
    // Written at once, and to the disk when that has time: no question waits for it.
    redis = await startRedis({ appendonly: true, args: ['--appendfsync', 'everysec'] })
    wire.setTarget(redis.port)
    const store = await open()
    const { epochId, target } = await heldStore(store)
    await redis.kill()
    expect(await lostWithin(store, epochId)).toSatisfy(isPrompt)
    await redis.restart({ clean: false })
    expect(await regained(store, undefined)).not.toBe(target)
    await expect(store.locks.claim(epochId, aClaim({ owner: 'v_other' }))).rejects.toThrow(QuickStoreLost)
    await expect(store.locks.listLocks([1], [aClaim().place.date], MONDAY)).rejects.toThrow(QuickStoreLost)
  })

  it('that is empty in a moment is another', async () => {
    const store = await open()
    const { epochId, target } = await heldStore(store)
    await redis.restart({ clean: false, empty: true })
    expect(await regained(store, target)).not.toBe(target)
    await expect(store.locks.claim(epochId, aClaim({ owner: 'v_other' }))).rejects.toThrow(QuickStoreLost)
  })

  it('that comes back from an old snapshot is another, though it bears the epoch', async () => {
    const store = await open()
    const { epochId, target } = await heldStore(store)
    await redis.command('SAVE')
    await store.locks.claim(
      epochId,
      aClaim({ owner: 'v_later', place: { ...aClaim().place, employeeId: 2 } }),
    )
    await redis.restart({ clean: false })
    expect(await redis.command('GET', 'appointease_epoch')).toBe(`${epochId} ${target}`)
    expect(await regained(store, target)).not.toBe(target)
    await expect(store.locks.claim(epochId, aClaim({ owner: 'v_other' }))).rejects.toThrow(QuickStoreLost)
  })

  it('that loses a reply has done what it was asked, once', async () => {
    const store = await open()
    const { epochId, target } = await heldStore(store)
    const claim = aClaim({ owner: 'v_other', place: { ...aClaim().place, employeeId: 2 } })
    const lost = wire.dropAfter((bytes) => bytes.includes(claim.tokenFingerprint))
    await expect(store.locks.claim(epochId, claim)).rejects.toThrow(QuickStoreLost)
    await lost
    expect(await regained(store)).toBe(target)
    expect(await store.locks.claim(epochId, claim)).toMatchObject({ ok: true, value: { seat: 1 } })
    const listed = await store.locks.listLocks([2], [claim.place.date], MONDAY)
    expect(listed.map(({ owner }) => owner)).toEqual(['v_other'])
  })

  it('that is lost while it is entered is of no epoch', async () => {
    const store = await open()
    const { epochId, target } = await heldStore(store)
    const next = newEpochId()
    const live = { locks: [{ lock: aLock({ owner: 'v_copied' }), seat: 1 }], selections: [] }
    const lost = wire.dropAfter((bytes) => bytes.includes('v_copied'))
    await expect(store.enter(next, live, MONDAY)).rejects.toThrow(QuickStoreLost)
    await lost
    expect(await regained(store)).toBe(target)
    for (const id of [epochId, next]) {
      await expect(store.locks.claim(id, aClaim())).rejects.toThrow(QuickStoreLost)
    }
    await store.enter(newEpochId(), live, MONDAY)
    expect(await store.locks.listLocks([1], [aLock().date], MONDAY)).toHaveLength(1)
  })

  it('that has forgotten its scripts is told them again', async () => {
    const store = await open()
    const { epochId } = await heldStore(store)
    await redis.command('SCRIPT', 'FLUSH')
    const claim = aClaim({ owner: 'v_other', place: { ...aClaim().place, employeeId: 2 } })
    expect((await store.locks.claim(epochId, claim)).ok).toBe(true)
  })

  it('that is not there yet keeps nobody waiting, and is found when it comes', async () => {
    await redis.kill()
    const began = performance.now()
    const store = await open()
    expect(performance.now() - began).toBeLessThan(2000)
    expect(store.target()).toBeUndefined()
    await expect(store.check()).rejects.toThrow(QuickStoreLost)
    await redis.restart()
    await regained(store)
    expect(await store.check()).toBe(store.target())
  })

  it('is heard again, and told that something may have been missed', async () => {
    const store = await open()
    await regained(store)
    const heard: SlotNews[] = []
    store.subscribe((change) => heard.push(change))
    const missed = (count: number) =>
      until(
        async () => (heard.filter((change) => change === undefined).length >= count ? true : undefined),
        () => 'Nobody says that something may have been missed.',
      )
    await missed(1)
    wire.cut()
    await wire.heal()
    await missed(2)
    await regained(store)
    const change = { date: aClaim().place.date, employeeId: 7 }
    await until(
      async () => {
        store.publish(change)
        return heard.some((one) => one?.employeeId === 7) ? true : undefined
      },
      () => 'Nothing is heard any more.',
    )
  })

  it('that has gone silent to listeners only is listened to anew', async () => {
    const store = await open(redis.url)
    await regained(store)
    let missed = 0
    store.subscribe((change) => {
      if (change === undefined) missed += 1
    })
    const heard = (count: number) =>
      until(
        async () => (missed >= count ? true : undefined),
        () => 'Nobody listens anew.',
      )
    await heard(1)
    await redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await heard(2)
    await store.check()
  })

  it('whose password is wrong is not reached, and the password is in no error', async () => {
    await redis.stop()
    redis = await startRedis({ password: 'right' })
    const store = await open(`redis://:canary@127.0.0.1:${redis.port}`)
    const fault: unknown = await store.check().catch((error: unknown) => error)
    expect(fault).toBeInstanceOf(QuickStoreLost)
    expect(String(fault)).toContain('WRONGPASS')
    expect(JSON.stringify(fault, Object.getOwnPropertyNames(fault))).not.toContain('canary')
    expect(Object.getOwnPropertyNames(fault)).not.toContain('cause')
  })
})
