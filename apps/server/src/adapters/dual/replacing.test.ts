import { MONDAY } from '@appointease/testkit/builders.ts'
import { REDIS_SERVER } from '@appointease/testkit/engines/programs.ts'
import { type RedisServer, startRedis } from '@appointease/testkit/engines/redis.ts'
import { fixedClock } from '@appointease/testkit/fixedClock.ts'
import { openRedisAt } from '@appointease/testkit/redisUnderTest.ts'
import { aPlace, claim, claimed } from '@appointease/testkit/slotLocks/harness.ts'
import { sqliteUnderTest } from '@appointease/testkit/sqliteUnderTest.ts'
import type { StorageUnderTest } from '@appointease/testkit/storage/harness.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EpochStore } from '../../ports/epochs.ts'
import type { QuickStore } from '../../ports/quickStore.ts'
import { type OpenedStorage, StorageUnavailable } from '../../ports/storage.ts'
import { type DualStore, startDualStore } from './index.ts'

const TIMES = { tick: 50, lease: 3_000, rest: 300 }
const NO = { ok: false, refusal: { kind: 'slot_locked' } }
const STRANGER = { owner: 'v_two', address: 'address-2' }

describe.skipIf(REDIS_SERVER === undefined)('a process whose Redis is replaced', () => {
  let redis: RedisServer
  let under: StorageUnderTest
  let started: DualStore[]
  beforeEach(async () => {
    redis = await startRedis()
    under = await sqliteUnderTest()
    started = []
  })
  afterEach(async () => {
    for (const dual of started) await dual.stop()
    await under.dispose()
    await redis.stop()
  })

  async function start(opened: OpenedStorage, quick: QuickStore | undefined) {
    const options = {
      quick,
      clock: fixedClock(MONDAY),
      secretMark: 'of these tests',
      times: TIMES,
      log: () => {},
    }
    const dual = await startDualStore(opened, options)
    started.push(dual)
    return { dual, locks: dual.locks, storage: opened.storage }
  }

  it('has nothing left to write down when it says so', async () => {
    let began = () => {}
    const writing = new Promise<void>((resolve) => {
      began = resolve
    })
    let goOn = () => {}
    const allowed = new Promise<void>((resolve) => {
      goOn = resolve
    })
    const slow: EpochStore = {
      ...under.epochs,
      async writeShadows(number, shadows) {
        if ((await under.epochs.read()).mode === 'redis') throw new StorageUnavailable('Busy.')
        began()
        await allowed
        return under.epochs.writeShadows(number, shadows)
      },
    }
    const one = await start({ ...under, epochs: slow }, await openRedisAt(redis.url))
    const two = await start(await under.reopen(), await openRedisAt(redis.url))
    await claimed(one)
    await redis.kill()
    const other = claim(two, STRANGER)
    await writing
    const replaced = one.dual.replaceQuick(undefined)
    // As long as another process would take to see a report that came too early.
    await under.epochs.settle((await under.epochs.read()).number)
    goOn()
    expect(await other).toMatchObject(NO)
    await replaced
  })

  it('keeps the former where it cannot be left, and closes it in the end', async () => {
    let isAway = false
    const away = () => Promise.reject(new StorageUnavailable('Away for a moment.'))
    const { epochs } = under
    const leaveRedis: EpochStore['leaveRedis'] = (number) => (isAway ? away() : epochs.leaveRedis(number))
    const one = await start({ ...under, epochs: { ...epochs, leaveRedis } }, await openRedisAt(redis.url))
    isAway = true
    await expect(one.dual.replaceQuick(await openRedisAt(redis.url))).rejects.toThrow(StorageUnavailable)
    isAway = false
    await one.dual.stop()
    const clients = async () =>
      String(await redis.command('CLIENT', 'LIST'))
        .trim()
        .split('\n').length
    await expect.poll(clients).toBe(1)
  })

  it('leaves no time guarded for a change that was given up meanwhile', async () => {
    const opened = { ...under, storage: { ...under.storage } }
    const given = under.storage.change
    let giveUp = () => {}
    opened.storage.change = (employeeIds, work, about) =>
      Promise.race([
        given(employeeIds, work, about),
        new Promise<never>((_resolve, reject) => {
          giveUp = () => reject(new StorageUnavailable('The database did not answer in time.'))
        }),
      ])
    const one = await start(opened, await openRedisAt(redis.url))
    let ended: Promise<unknown> = Promise.resolve()
    const change = one.locks.change([1], async (_tx, locks) => {
      giveUp()
      await new Promise((resolve) => setImmediate(resolve))
      ended = locks.secure({ ...aPlace(), seats: 1, capacity: 1 }, undefined, MONDAY).catch((fault) => fault)
      await ended
      throw new Error('The connection is gone.')
    })
    await expect(change).rejects.toThrow(StorageUnavailable)
    await ended
    expect(await claim(one, STRANGER)).toMatchObject({ ok: true })
  })
})
