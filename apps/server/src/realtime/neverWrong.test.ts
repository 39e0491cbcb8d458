import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabaseFile } from '@appointease/testkit/databaseFile.ts'
import { sharedMariadb } from '@appointease/testkit/engines/mariadb.ts'
import { MARIADBD, REDIS_SERVER } from '@appointease/testkit/engines/programs.ts'
import { type RedisServer, startRedis } from '@appointease/testkit/engines/redis.ts'
import { startTcpProxy, type TcpProxy } from '@appointease/testkit/engines/tcpProxy.ts'
import { until } from '@appointease/testkit/engines/until.ts'
import { redisServersAt } from '@appointease/testkit/redisUnderTest.ts'
import { startServerProcess } from '@appointease/testkit/serverProcess.ts'
import { openSlotStream, type SlotStream } from '@appointease/testkit/slotStream.ts'
import { speakAt, tokenFromTerminal } from '@appointease/testkit/terminalCustomer.ts'
import { startTestServer, type TestServer, type TestServerOptions } from '@appointease/testkit/testServer.ts'
import { aVisitor } from '@appointease/testkit/visitor.ts'
import { afterEach, describe, expect, it } from 'vitest'

/** However a change came about, and whatever was lost on its way. */
const MOST_MILLISECONDS = 2_000
/** A weekday on which nobody else has anything. */
const DAY = nextTuesday()
const TEN = { date: DAY, time: '10:00', employee_id: 1, service_id: 1 }
const EMAIL = 'ada@example.com'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function aServer(options: TestServerOptions): Promise<TestServer> {
  const server = await startTestServer(options)
  closing.push(() => server.stop())
  return server
}

interface Seen {
  readonly appointease_booked_slots: readonly string[]
  readonly appointease_locked_slots: readonly string[]
  readonly appointease_active_selections: readonly unknown[]
}

/** Somebody who is told of the day by a stream and asks for it besides. */
async function watch(url: string) {
  const query = `date=${DAY}&employee_id=1&service_id=1&client_id=watching_1`
  const stream: SlotStream = await openSlotStream(`${url}/wp-json/appointease/v1/slots/stream?${query}`)
  closing.push(() => stream.close())
  await stream.event()
  const asked = async () => {
    const reply = await fetch(`${url}/wp-json/appointease/v1/slots/poll?${query}`)
    return { status: reply.status, seen: (await reply.json()) as Seen }
  }
  const isRight = async (fits: (seen: Seen) => boolean) => {
    const { status, seen } = await asked()
    return status === 200 && fits(seen) && fits(stream.events.at(-1)?.data) ? true : undefined
  }
  return {
    asked,
    /** Resolves when both ways show it; rejects where either does not in time. */
    sees: (fits: (seen: Seen) => boolean, milliseconds = MOST_MILLISECONDS) =>
      until(
        () => isRight(fits),
        () => `Not seen within ${milliseconds} ms:\n${stream.text()}`,
        milliseconds,
      ),
  }
}

const isBooked = ({ appointease_booked_slots }: Seen) => appointease_booked_slots.includes('10:00')
const isLocked = ({ appointease_locked_slots }: Seen) => appointease_locked_slots.includes('10:00')
const isPointedAt = ({ appointease_active_selections }: Seen) => appointease_active_selections.length > 0
const not = (fits: (seen: Seen) => boolean) => (seen: Seen) => !fits(seen)

describe('a watcher of another process is right within two seconds', () => {
  it('where the process that booked is killed right after its commit, on SQLite', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'appointease-'))
    closing.push(() => rm(dataDir, { recursive: true }))
    const booker = startServerProcess(dataDir, { RATE_LIMIT_SCALE: '1000' })
    const send = speakAt(await booker.url(), await tokenFromTerminal(booker, EMAIL))
    const watching = startServerProcess(dataDir)
    closing.push(async () => {
      watching.kill('SIGTERM')
      await watching.exit
    })
    const watcher = await watch(await watching.url())
    const file = openDatabaseFile(join(dataDir, 'appointease.db'))
    closing.push(() => file.close())
    const booking = send('POST', '/appointments', { ...TEN, name: 'Ada', email: EMAIL }).catch(() => {})
    await until(
      async () => (file.number('SELECT COUNT(*) FROM wp_appointments') === 1 ? true : undefined),
      () => 'Nothing was booked.',
    )
    booker.kill('SIGKILL')
    await watcher.sees(isBooked)
    await booking
    await booker.exit
  })

  describe.skipIf(MARIADBD === undefined)('on MariaDB', () => {
    async function aDatabase() {
      const database = await (await sharedMariadb()).createDatabase()
      closing.push(() => database.drop())
      return database
    }

    it('where there is no Redis and the process that booked is killed right after its commit', async () => {
      const { url, name } = await aDatabase()
      const dataDir = await mkdtemp(join(tmpdir(), 'appointease-'))
      closing.push(() => rm(dataDir, { recursive: true }))
      const booker = startServerProcess(dataDir, {
        DATABASE_URL: url,
        APPOINTEASE_SAMPLE_DATA: '1',
        APPOINTEASE_SECRET: 'a secret of a test server, long enough',
      })
      const send = speakAt(await booker.url(), await tokenFromTerminal(booker, EMAIL))
      const watcher = await watch((await aServer({ database: { kind: 'mysql', url } })).url)
      const booking = send('POST', '/appointments', { ...TEN, name: 'Ada', email: EMAIL }).catch(() => {})
      const mariadb = await sharedMariadb()
      await until(
        async () => (await mariadb.query('SELECT id FROM ??.wp_appointments', [name]))[0],
        () => 'Nothing was booked.',
      )
      booker.kill('SIGKILL')
      await watcher.sees(isBooked)
      await booking
      await booker.exit
    })

    it('while the database is out of reach it is told nothing, and afterwards what is true', async () => {
      const { url } = await aDatabase()
      const wire: TcpProxy = await startTcpProxy({ targetPort: Number(new URL(url).port) })
      closing.push(() => wire.stop())
      const far = new URL(url)
      far.port = String(wire.port)
      const booker = await aServer({ database: { kind: 'mysql', url } })
      const cutOff = await aServer({ database: { kind: 'mysql', url: far.href } })
      const watcher = await watch(cutOff.url)
      const token = await booker.signIn(EMAIL)
      wire.stall()
      const { status } = await booker.send(
        'POST',
        '/appointments',
        { ...TEN, name: 'Ada', email: EMAIL },
        { authorization: `Bearer ${token}` },
      )
      expect(status).toBe(201)
      const since = performance.now()
      const late: unknown[] = []
      while (performance.now() < since + 5_000) {
        const { status: answered, seen } = await watcher.asked()
        if (performance.now() < since + MOST_MILLISECONDS) continue
        if (answered !== 503 && !(answered === 200 && isBooked(seen))) late.push([answered, seen])
      }
      expect(late).toEqual([])
      await wire.heal()
      await watcher.sees(isBooked, 3 * MOST_MILLISECONDS)
    })
  })

  describe.skipIf(REDIS_SERVER === undefined)('with Redis', () => {
    let redis: RedisServer
    let dataDir: string

    async function twoServers(watchingAt = (url: string) => url) {
      redis = await startRedis()
      closing.push(() => redis.stop())
      dataDir = await mkdtemp(join(tmpdir(), 'appointease-'))
      closing.push(() => rm(dataDir, { recursive: true }))
      const first = await aServer({ dataDir, redis: redisServersAt(redis.url) })
      await redis.command('ACL', 'SETUSER', 'deaf', 'on', '>deaf', '~*', '+@all', '&appointease:slots:20*')
      await redis.command('ACL', 'SETUSER', 'deaf', '&appointease:slots:19*')
      const second = await aServer({ dataDir, redis: redisServersAt(watchingAt(redis.url)) })
      const mode = async () => (await second.send('GET', '/health')).body.storage_mode
      await expect.poll(mode, { timeout: 20_000 }).toBe('redis')
      return { first, watcher: await watch(second.url) }
    }

    async function come(first: TestServer, watcher: Awaited<ReturnType<typeof watch>>): Promise<void> {
      const visitor = aVisitor(first, 'holder')
      const place = { date: DAY, employee_id: 1, client_id: visitor.clientId }
      await first.send('POST', '/slots/active', { ...place, time: '10:00' })
      await watcher.sees(isPointedAt)
      await first.send('POST', '/slots/active', { ...place, time: null })
      await watcher.sees(not(isPointedAt))
      const { body } = await visitor.select(TEN)
      await watcher.sees(isLocked)
      await visitor.deselect(TEN, body.lock.token)
      await watcher.sees(not(isLocked))
    }

    it('where every message arrives', async () => {
      const { first, watcher } = await twoServers()
      await come(first, watcher)
    })

    it('where no message arrives at all', async () => {
      const { first, watcher } = await twoServers((url) => url.replace('redis://', 'redis://deaf:deaf@'))
      await come(first, watcher)
    })

    it('where Redis is killed while somebody holds a slot, and they let it go', async () => {
      const { first, watcher } = await twoServers()
      const visitor = aVisitor(first, 'holder')
      const { body } = await visitor.select(TEN)
      await watcher.sees(isLocked)
      await redis.kill()
      await visitor.deselect(TEN, body.lock.token)
      await watcher.sees(not(isLocked))
      await visitor.select(TEN)
      await watcher.sees(isLocked)
    })
  })
})

function nextTuesday(): string {
  const tomorrow = new Date(Date.now() + 86_400_000)
  const days = (2 - tomorrow.getUTCDay() + 7) % 7
  return new Date(tomorrow.getTime() + days * 86_400_000).toISOString().slice(0, 10)
}
