import { startTestServer, type TestServer } from '@appointease/testkit'
import { signInAs } from '@appointease/testkit/customer.ts'
import { sharedMariadb } from '@appointease/testkit/engines/mariadb.ts'
import { MARIADBD, REDIS_SERVER } from '@appointease/testkit/engines/programs.ts'
import { type RedisServer, startRedis } from '@appointease/testkit/engines/redis.ts'
import { startTcpProxy, type TcpProxy } from '@appointease/testkit/engines/tcpProxy.ts'
import { redisServersAt } from '@appointease/testkit/redisUnderTest.ts'
import { aVisitor, outcomeOf } from '@appointease/testkit/visitor.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

/** Far enough ahead to be free, and a Tuesday. */
const DAY = nextTuesday()
const VISITORS = 8
const LIMIT_MS = 3_000

let redis: RedisServer
let wire: TcpProxy
let dropDatabase: () => Promise<void>
let server: TestServer

const health = async () => (await server.send('GET', '/health')).body

describe.skipIf(MARIADBD === undefined || REDIS_SERVER === undefined)(
  'while visitors look, hold and book',
  () => {
    beforeEach(async () => {
      redis = await startRedis()
      wire = await startTcpProxy({ targetPort: redis.port })
      const { url, drop } = await (await sharedMariadb()).createDatabase()
      dropDatabase = drop
      server = await startTestServer({
        database: { kind: 'mysql', url },
        redis: redisServersAt(`redis://127.0.0.1:${wire.port}`),
      })
    })
    afterEach(async () => {
      await server.stop()
      await dropDatabase()
      await wire.stop()
      await redis.stop()
    })

    it.each<[string, () => Promise<unknown>]>([
      ['is killed', () => redis.kill()],
      ['is stopped', async () => redis.pause()],
      ['answers after two seconds', async () => wire.delay(2_000)],
      ['is cut off', async () => wire.cut()],
      ['comes back empty at once', () => redis.restart({ clean: false, empty: true })],
      ['is full', () => redis.command('CONFIG', 'SET', 'maxmemory', '1')],
      ['can only be read', () => redis.command('REPLICAOF', '127.0.0.1', '1')],
    ])('nobody hears of it that Redis %s', async (_what, fail) => {
      expect(await health()).toMatchObject({ storage_mode: 'redis', redis_status: 'available', status: 'ok' })
      const customers = []
      for (let number = 0; number < VISITORS; number++)
        customers.push(await signInAs(server, `visitor-${number}@example.com`))
      const failed = fail()
      const stories = await Promise.all(
        customers.map(async ({ headers, email }, number) => {
          const told: string[] = []
          let slowest = 0
          const timed = async (what: string, ask: () => ReturnType<TestServer['send']>) => {
            const began = performance.now()
            const reply = await ask()
            slowest = Math.max(slowest, performance.now() - began)
            told.push(`${what}: ${outcomeOf(reply)}`)
            return reply
          }
          const visitor = aVisitor(server, `visitor-${number}`)
          for (let round = 0; round < 4; round++) {
            const place = placeOf(number + VISITORS * round)
            await timed('point', () =>
              server.send('POST', '/slots/active', { ...place, client_id: visitor.clientId }),
            )
            const held = await timed('hold', () => visitor.select(place))
            const lock_token = held.body.lock?.token
            await timed('look', () => visitor.poll(place))
            const body = { ...place, name: 'Ada', email, lock_token }
            await timed('book', () => server.send('POST', '/appointments', body, headers))
          }
          return { told, slowest }
        }),
      )
      await failed
      expect(stories.flatMap(({ told }) => told).filter((line) => !/: 20[01]$/.test(line))).toEqual([])
      expect(Math.max(...stories.map(({ slowest }) => slowest))).toBeLessThan(LIMIT_MS)
      await expect.poll(health, { timeout: 5_000 }).toMatchObject({ storage_mode: 'mysql', database: 'up' })
      redis.resume()
    })

    it('a held time stays held for its owner when Redis is lost, and they book it', async () => {
      const visitor = aVisitor(server, 'ada')
      const other = aVisitor(server, 'ben')
      const { headers, email } = await signInAs(server, 'ada@example.com')
      const held = await visitor.select(placeOf(0))
      expect(held.body).toMatchObject({ storage_mode: 'redis' })
      await redis.kill()
      expect(outcomeOf(await other.select(placeOf(0)))).toBe('409 SLOT_LOCKED')
      const seen = await other.poll(placeOf(0))
      expect(seen.body).toMatchObject({ storage_mode: 'mysql', redis_status: 'unavailable' })
      expect(seen.body.appointease_locked_slots).toContain(placeOf(0).time)
      const { token: lock_token } = held.body.lock
      const body = { ...placeOf(0), name: 'Ada', email, lock_token }
      expect(outcomeOf(await server.send('POST', '/appointments', body, headers))).toBe('201')
    })

    it('replies say what they asked of Redis', async () => {
      const visitor = aVisitor(server, 'ada')
      expect((await visitor.select(placeOf(0))).body.redis_ops).toEqual({ get: 0, set: 1, publish: 1 })
      const { redis_ops } = (await visitor.poll(placeOf(0))).body
      expect(redis_ops).toMatchObject({ set: 0, publish: 0 })
      expect(redis_ops.get).toBeGreaterThan(0)
    })
  },
)

/** Of the sample business: sixteen half hours a day with Sarah, as many with Mike, on as many days as it takes. */
function placeOf(number: number) {
  const halfHour = number % 14
  const day = Math.floor(number / 28)
  const date = new Date(Date.parse(DAY) + day * 86_400_000).toISOString().slice(0, 10)
  const hour = 10 + Math.floor(halfHour / 2)
  const time = `${hour}:${halfHour % 2 === 0 ? '00' : '30'}`
  return { date, time, employee_id: 1 + (Math.floor(number / 14) % 2), service_id: 1 }
}

function nextTuesday(): string {
  const tomorrow = new Date(Date.now() + 86_400_000)
  const days = (2 - tomorrow.getUTCDay() + 7) % 7
  return new Date(tomorrow.getTime() + days * 86_400_000).toISOString().slice(0, 10)
}
