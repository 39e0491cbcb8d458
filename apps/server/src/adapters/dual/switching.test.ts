import { minutes, plus } from '@appointease/domain'
import { MONDAY } from '@appointease/testkit/builders.ts'
import { type DualDoor, type DualsUnderTest, dualsUnderTest } from '@appointease/testkit/dualUnderTest.ts'
import { REDIS_SERVER } from '@appointease/testkit/engines/programs.ts'
import { type RedisServer, startRedis } from '@appointease/testkit/engines/redis.ts'
import { startTcpProxy, type TcpProxy } from '@appointease/testkit/engines/tcpProxy.ts'
import { openRedisAt } from '@appointease/testkit/redisUnderTest.ts'
import { aPlace, bookPlace, claim, claimed, held } from '@appointease/testkit/slotLocks/harness.ts'
import { sqliteUnderTest } from '@appointease/testkit/sqliteUnderTest.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const NO = { ok: false, refusal: { kind: 'slot_locked' } }
const STRANGER = { owner: 'v_two', address: 'address-2' }

let redis: RedisServer
let proxies: TcpProxy[]
let processes: DualsUnderTest

/** A process that reaches Redis through a wire of its own. */
async function aProcess(): Promise<DualDoor & { readonly wire: TcpProxy }> {
  const wire = await startTcpProxy({ targetPort: redis.port })
  proxies.push(wire)
  const door = await processes.open(await openRedisAt(`redis://127.0.0.1:${wire.port}`))
  return { ...door, wire }
}

const modeOf = ({ dual }: Pick<DualDoor, 'dual'>) => dual.ephemeral.status().storageMode
const becomes = (door: DualDoor, mode: string) =>
  expect.poll(() => modeOf(door), { timeout: 10_000 }).toBe(mode)

describe.skipIf(REDIS_SERVER === undefined)('locks that live in Redis', () => {
  beforeEach(async () => {
    redis = await startRedis()
    proxies = []
    processes = await dualsUnderTest(() => sqliteUnderTest())
  })
  afterEach(async () => {
    await processes.dispose()
    for (const wire of proxies) await wire.stop()
    await redis.stop()
  })

  it.each<[string, () => Promise<unknown>]>([
    ['is killed', () => redis.kill()],
    ['is stopped', async () => redis.pause()],
    ['is restarted empty at once', () => redis.restart({ clean: false, empty: true })],
    ['has no room left', () => redis.command('CONFIG', 'SET', 'maxmemory', '1')],
    ['has become a replica of a server that is away', () => redis.command('REPLICAOF', '127.0.0.1', '1')],
  ])('keep their word when Redis %s, within a second', async (_what, fail) => {
    const one = await aProcess()
    const two = await aProcess()
    expect([modeOf(one), modeOf(two)]).toEqual(['redis', 'redis'])
    const lock = await claimed(one)
    await claimed(two, { ...STRANGER, place: aPlace(60) })
    await fail()
    const began = performance.now()
    expect(await claim(two, { owner: 'v_three' })).toMatchObject(NO)
    expect(performance.now() - began).toBeLessThan(1_500)
    expect(await claim(one, { owner: 'v_three', place: aPlace(60) })).toMatchObject(NO)
    expect(await bookPlace(two, aPlace(), { lock })).toMatchObject({ ok: true })
    expect(await held(one)).toEqual(['1 11:00 v_two'])
    redis.resume()
  })

  it('are used up by a booking that is kept, also where Redis cannot be told of it', async () => {
    const one = await aProcess()
    const two = await aProcess()
    const lock = await claimed(one)
    const stop = async () => redis.pause()
    expect(await bookPlace(one, aPlace(), { lock, meanwhile: stop })).toMatchObject({ ok: true })
    expect(await held(two)).toEqual([])
    redis.resume()
  })

  it('keep their word also to whoever moves into time that somebody else has just let go', async () => {
    const one = await aProcess()
    const later = plus(MONDAY, minutes(1))
    const own = await claimed(one, { owner: 'v_one', place: aPlace(30) })
    const others = await claimed(one, { ...STRANGER, now: later })
    const { employeeId, date, slot, owner, tokenFingerprint: shownFingerprint } = others
    await one.locks.release({ employeeId, date, start: slot.start, owner, shownFingerprint, now: later })
    const hour = { start: slot.start, end: own.slot.end }
    const place = aPlace(0, { slot: hour, occupied: hour, serviceId: 2 })
    await claimed(one, { owner: 'v_one', place, shownFingerprint: own.tokenFingerprint, now: later })
    const shadows = async () =>
      (await processes.under.storage.locks.listLocks([1], [date], later)).map((lock) => lock.owner)
    await expect.poll(shadows).toEqual(['v_one'])
    await redis.kill()
    expect(await claim(one, { owner: 'v_three', now: later })).toMatchObject(NO)
    expect(await held(one, later)).toEqual(['1 10:00 v_one'])
  })

  it('are there again in Redis when it is back, and nowhere twice', async () => {
    const one = await aProcess()
    const lock = await claimed(one)
    await redis.kill()
    await claimed(one, { ...STRANGER, place: aPlace(60) })
    await becomes(one, 'sqlite')
    await redis.restart({ empty: true })
    await becomes(one, 'redis')
    expect(await held(one)).toEqual(['1 10:00 v_one', '1 11:00 v_two'])
    expect(await redis.command('EXISTS', 'appointease_lock_2026-11-24_1_10:00')).toBe(1)
    expect(await claim(one, { owner: 'v_three' })).toMatchObject(NO)
    const { employeeId, date, slot, owner, tokenFingerprint: shownFingerprint } = lock
    const wish = { employeeId, date, start: slot.start, owner, shownFingerprint, now: lock.lockedAt }
    expect(await one.locks.release(wish)).toMatchObject({ ok: true })
    expect(await claim(one, { owner: 'v_three' })).toMatchObject({ ok: true })
  })

  it('are not what a Redis remembers that has slept through their end', async () => {
    const one = await aProcess()
    const lock = await claimed(one)
    one.wire.cut()
    const { employeeId, date, slot, owner, tokenFingerprint: shownFingerprint } = lock
    const wish = { employeeId, date, start: slot.start, owner, shownFingerprint, now: lock.lockedAt }
    expect(await one.locks.release(wish)).toMatchObject({ ok: true })
    await claimed(one, { owner: 'v_two', place: aPlace(15) })
    await one.wire.heal()
    await becomes(one, 'redis')
    expect(await held(one)).toEqual(['1 10:15 v_two'])
    expect(await claim(one, { owner: 'v_three', place: aPlace(-15) })).toMatchObject({ ok: true })
  })

  it('have one owner where one of three processes is cut off', async () => {
    const [one, two, three] = [await aProcess(), await aProcess(), await aProcess()]
    const doors = [one, two, three]
    two.wire.cut()
    for (let round = 0; round < 6; round++) {
      const place = aPlace(30 * round)
      const outcomes = await Promise.all(
        doors.map((door, at) =>
          claim(door, { owner: `v_${round}_${at}`, address: `a-${at}-${round}`, place }),
        ),
      )
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    }
    for (const door of doors) expect(await held(door)).toHaveLength(6)
    expect(doors.map(modeOf)).toEqual(['sqlite', 'sqlite', 'sqlite'])
    await two.wire.heal()
    for (const door of doors) await becomes(door, 'redis')
    for (const door of doors) expect(await held(door)).toHaveLength(6)
  })

  it('wait for nobody when a process has died with them', async () => {
    const one = await aProcess()
    const two = await aProcess()
    await claimed(one)
    one.wire.cut()
    await two.dual.ephemeral.clearSelection('v_nobody')
    await becomes(two, 'sqlite')
    expect(await claim(two, STRANGER)).toMatchObject(NO)
  })

  it('stay in the database where the way back is cut in the middle, and go back the next time', async () => {
    const one = await aProcess()
    one.wire.cut()
    for (let at = 0; at < 12; at++)
      await claimed(one, { owner: `v_${at}`, address: `a-${at}`, place: aPlace(30 * at) })
    const before = await held(one)
    await one.wire.heal()
    const cut = one.wire.dropAfter((bytes) => bytes.includes('appointease_lock_'))
    await cut
    expect(await held(one)).toEqual(before)
    await becomes(one, 'redis')
    expect(await held(one)).toEqual(before)
    expect(await claim(one, { owner: 'v_late', place: aPlace(0) })).toMatchObject(NO)
  })

  it('move once while Redis comes and goes', async () => {
    const one = await aProcess()
    for (let turn = 0; turn < 4; turn++) {
      one.wire.cut()
      await claim(one, { owner: `v_${turn}`, address: `a-${turn}`, place: aPlace(30 * turn) })
      await one.wire.heal()
    }
    const switches = one.events.filter(({ kind }) => kind === 'switched')
    expect(switches.length).toBeLessThanOrEqual(3)
  })

  it('go over to another Redis while visitors go on', async () => {
    const other = await startRedis()
    const one = await aProcess()
    const two = await aProcess()
    await claimed(one)
    const next = () => openRedisAt(other.url)
    await one.dual.replaceQuick(await next())
    expect(await claim(two, STRANGER)).toMatchObject(NO)
    await two.dual.replaceQuick(await next())
    await becomes(one, 'redis')
    await becomes(two, 'redis')
    expect(await other.command('EXISTS', 'appointease_lock_2026-11-24_1_10:00')).toBe(1)
    expect(await claim(two, STRANGER)).toMatchObject(NO)
    await one.dual.replaceQuick(undefined)
    expect(await claim(one, STRANGER)).toMatchObject(NO)
    expect([modeOf(one), one.dual.ephemeral.status().redisStatus]).toEqual(['sqlite', 'disabled'])
    expect(await claim(two, STRANGER)).toMatchObject(NO)
    await other.stop()
  })

  it('leave no connection to a Redis that was replaced while the database was away', async () => {
    const other = await startRedis()
    const one = await aProcess()
    const connectionsTo = async (server: RedisServer) =>
      String(await server.command('CLIENT', 'LIST'))
        .trim()
        .split('\n').length - 1
    const usual = await connectionsTo(redis)
    const { runSql } = processes.under
    await runSql('BEGIN IMMEDIATE')
    await expect(one.dual.replaceQuick(await openRedisAt(other.url))).rejects.toMatchObject({
      name: 'StorageUnavailable',
    })
    await runSql('ROLLBACK')
    await one.dual.replaceQuick(await openRedisAt(other.url))
    await expect.poll(() => connectionsTo(redis)).toBe(0)
    await expect.poll(() => connectionsTo(other)).toBe(usual)
    await other.stop()
  })

  it('stay out of Redis while a process has none', async () => {
    const without = await processes.open(undefined)
    const one = await aProcess()
    await claimed(without)
    expect(await claim(one, STRANGER)).toMatchObject(NO)
    expect([modeOf(one), one.dual.ephemeral.status().redisStatus]).toEqual(['sqlite', 'available'])
    await without.dual.stop()
    await becomes(one, 'redis')
    expect(await claim(one, STRANGER)).toMatchObject(NO)
  })
})
