import { minutes, plus } from '@appointease/domain'
import { aSelection, date, instant, MONDAY, TUESDAY_TEN, time } from '@appointease/testkit/builders.ts'
import { REDIS_SERVER } from '@appointease/testkit/engines/programs.ts'
import { type RedisServer, startRedis } from '@appointease/testkit/engines/redis.ts'
import { startRedisCluster } from '@appointease/testkit/engines/redisCluster.ts'
import { aClaim, aPlace, grantOf } from '@appointease/testkit/quickStore/harness.ts'
import { openRedisAt } from '@appointease/testkit/redisUnderTest.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { QuickStore } from '../../ports/quickStore.ts'

interface Running {
  readonly nodes: readonly RedisServer[]
  readonly url: string
  stop(): Promise<void>
}

async function alone(): Promise<Running> {
  const server = await startRedis()
  return { nodes: [server], url: server.url, stop: () => server.stop() }
}

/** `place`: how a date and an employee are written in a name. */
describe
  .skipIf(REDIS_SERVER === undefined)
  .each<[string, () => Promise<Running>, (place: string) => string]>([
    ['one Redis', alone, (place) => place],
    ['a cluster of Redis', startRedisCluster, (place) => `{${place}}`],
  ])('the names in %s', (_where, start, place) => {
  let servers: Running
  let store: QuickStore

  beforeAll(async () => {
    servers = await start()
    store = await openRedisAt(servers.url)
  })
  afterAll(async () => {
    await store.close()
    await servers.stop()
  })
  beforeEach(async () => {
    for (const node of servers.nodes) await node.command('FLUSHALL')
    await store.enter('e', { locks: [], selections: [] }, MONDAY)
  })

  /** What begins so, whichever node has it. */
  async function keys(beginning: string): Promise<string[]> {
    const found = await Promise.all(servers.nodes.map((node) => node.command('KEYS', `${beginning}*`)))
    return (found.flat() as string[]).sort()
  }
  async function read(key: string): Promise<Record<string, unknown>> {
    const found = await Promise.all(servers.nodes.map((node) => node.command('GET', key).catch(() => null)))
    return JSON.parse(String(found.find((value) => value !== null)))
  }

  it('are those of the contract for locks, with the epoch in their JSON', async () => {
    await store.locks.claim('e', aClaim())
    const lock = `appointease_lock_${place('2026-11-24_1')}_10:00`
    expect(await keys('appointease_lock_')).toEqual([lock])
    expect(await read(lock)).toMatchObject({ owner: 'v_someone0001', employee_id: 1, seat: 1, epoch: 'e' })
  })

  it('tell seats and the second of a repeated hour apart as the database does', async () => {
    const group = { place: aPlace({ serviceId: 7 }), capacity: 2 }
    await store.locks.claim('e', aClaim({ ...group, owner: 'v_1' }))
    await store.locks.claim('e', aClaim({ ...group, owner: 'v_2' }))
    const repeated = { date: date('2026-11-01'), time: time('01:30'), start: instant('2026-11-01T06:30:00Z') }
    await store.locks.claim('e', aClaim({ owner: 'v_3', place: aPlace({ ...repeated, occurrence: 2 }) }))
    expect(await keys('appointease_lock_')).toEqual([
      `appointease_lock_${place('2026-11-01_1')}_01:30_2`,
      `appointease_lock_${place('2026-11-24_1')}_10:00`,
      `appointease_lock_${place('2026-11-24_1')}_10:00_seat2`,
    ])
  })

  it('are those of the contract for pointing, with everybody who points there', async () => {
    await store.pointing.putSelection(aSelection({ owner: 'v_1' }))
    await store.pointing.putSelection(aSelection({ owner: 'v_2', since: plus(MONDAY, 1) }))
    const slot = `appointease_active_${place('2026-11-24_1')}_10:00`
    expect(await keys('appointease_active_')).toEqual([slot])
    const value = await read(slot)
    expect(value).toMatchObject({ date: '2026-11-24', employee_id: 1, time: '10:00' })
    expect(value.clients).toMatchObject([{ owner: 'v_1' }, { owner: 'v_2', since: plus(MONDAY, 1) }])
  })

  it('are all gone with the locks and the pointing that they are of', async () => {
    const before = await keys('appointease_')
    const over = aPlace({ start: instant('2026-11-24T23:45:00Z') })
    const first = grantOf(await store.locks.claim('e', aClaim({ place: over })))
    const second = grantOf(await store.locks.claim('e', aClaim({ place: aPlace({ employeeId: 2 }) })))
    await store.locks.settle('e', second)
    const third = grantOf(await store.locks.claim('e', aClaim({ place: aPlace({ employeeId: 2 }) })))
    await store.locks.abandon('e', third)
    const { owner, tokenFingerprint: shownFingerprint } = second.lock
    const wish = {
      employeeId: 2,
      date: second.lock.date,
      start: TUESDAY_TEN,
      owner,
      shownFingerprint,
      now: MONDAY,
    }
    expect(await store.locks.release('e', wish)).toMatchObject({ ok: true, value: { seat: 1 } })
    const claim = { ...over, seats: 1, capacity: 1 }
    const guarded = { claim, owner: undefined, now: MONDAY, guardMilliseconds: minutes(1) }
    const guard = await store.locks.guard('e', guarded)
    await store.locks.endGuard('e', { guard: guard.ok ? guard.value : '', claim: over, usedUp: [first.lock] })
    await store.pointing.putSelection(aSelection())
    await store.pointing.putSelection(aSelection({ time: time('11:00') }))
    await store.pointing.clearSelection(aSelection().owner)
    expect(await keys('appointease_')).toEqual(before)
  })
})
