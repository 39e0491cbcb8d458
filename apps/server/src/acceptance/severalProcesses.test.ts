import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Instant } from '@appointease/domain'
import { type DatabaseFile, openDatabaseFile } from '@appointease/testkit/databaseFile.ts'
import { replayableSeed } from '@appointease/testkit/replayableSeed.ts'
import { seededNumbers } from '@appointease/testkit/seededRandomness.ts'
import { type ServerProcess, startServerProcess } from '@appointease/testkit/serverProcess.ts'
import {
  freeStarts,
  type Send,
  speakAt,
  tokenFromTerminal,
  type Wish,
} from '@appointease/testkit/terminalCustomer.ts'
import { findViolations } from '@appointease/testkit/violations.ts'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

/**
 * One process answers a request of this kind to its end before it reads the next. What comes between a question and
 * a write comes from another process: three of them on one file of data ask and write at truly the same time.
 */
const PROCESSES = 3
const ROUNDS = 15
const AT_ONCE = 60
const EMAIL = 'ada@example.com'

let dataDir: string
let servers: ServerProcess[]
let sends: Send[]
let file: DatabaseFile
/** Half hours of Sarah's that were free at the start, each used by one round. */
let starts: Wish[]

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'appointease-'))
  const start = () => startServerProcess(dataDir, { RATE_LIMIT_SCALE: '100000', LOG_LEVEL: 'warn' })
  servers = Array.from({ length: PROCESSES }, start)
  const [first] = servers
  if (!first) throw new Error('There is no server.')
  const urls = await Promise.all(servers.map((server) => server.url()))
  const token = await tokenFromTerminal(first, EMAIL)
  sends = urls.map((url) => speakAt(url, token))
  const all = await freeStarts(sends[0] as Send)
  const days = Map.groupBy(
    all.filter(({ employee_id, service_id }) => employee_id === 1 && service_id === 1),
    ({ date }) => date.slice(0, 10),
  )
  starts = [...days.values()].flatMap((ofDay) => ofDay.filter((_, place) => place % 4 === 1))
  file = openDatabaseFile(join(dataDir, 'appointease.db'))
})
afterEach(() => {
  expect(findViolations(file, Date.now() as Instant)).toEqual([])
})
afterAll(async () => {
  file.close()
  for (const server of servers) server.kill('SIGTERM')
  expect(await Promise.all(servers.map(({ exit }) => exit))).toEqual(
    servers.map(() => ({ code: 0, signal: null })),
  )
  await rm(dataDir, { recursive: true })
})

const by = (place: number) => sends[place % PROCESSES] as Send
const crowd = <Value>(make: (place: number) => Promise<Value>) =>
  Promise.all(Array.from({ length: AT_ONCE }, (_, place) => make(place)))
const nextStart = () => {
  const start = starts.shift()
  if (!start) throw new Error('No free time is left for another round.')
  return start
}
const booking = (wish: Wish) => ({ ...wish, name: 'Ada', email: EMAIL })
const outcomeOf = ({ status, body }: { status: number; body: string }) =>
  status < 300 ? String(status) : `${status} ${JSON.parse(body).code}`
const tally = (outcomes: readonly string[]) => {
  const alike = Map.groupBy(outcomes, (outcome) => outcome)
  return Object.fromEntries([...alike].map(([outcome, { length }]) => [outcome, length]))
}

test('three processes that start at once on an empty folder make one business', () => {
  expect(file.rows('SELECT name FROM wp_appointease_services')).toHaveLength(2)
  expect(file.rows('SELECT name FROM wp_appointease_staff')).toHaveLength(2)
})

test('bookings of colliding times in several processes never overlap, and each round has a winner', {
  timeout: 120_000,
}, async () => {
  const next = seededNumbers(replayableSeed('several processes'))
  const began = performance.now()
  for (let round = 0; round < ROUNDS; round++) {
    const start = nextStart()
    const shifted = (minutes: number) => new Date(Date.parse(start.date) + minutes * 60_000).toISOString()
    const outcomes = await crowd(async (place) => {
      const wish = { ...start, date: shifted(next() < 0.5 ? 0 : 30), service_id: next() < 0.5 ? 1 : 2 }
      return outcomeOf(await by(place)('POST', '/appointments', booking(wish)))
    })
    const { '201': made = 0, '409 SLOT_TAKEN': taken = 0 } = tally(outcomes)
    expect(made).toBeGreaterThan(0)
    expect(made).toBeLessThanOrEqual(2)
    expect(made + taken, JSON.stringify(tally(outcomes))).toBe(AT_ONCE)
  }
  const seconds = (performance.now() - began) / 1000
  process.stdout.write(
    `several processes: ${Math.round((ROUNDS * AT_ONCE) / seconds)} bookings asked for a second\n`,
  )
})

test('one key in several processes makes one appointment, and every process gives the same bytes', {
  timeout: 120_000,
}, async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const wish = booking(nextStart())
    const replies = await crowd((place) => by(place)('POST', '/appointments', wish, `one-key-${round}`))
    expect(tally(replies.map(outcomeOf))).toEqual({ '201': AT_ONCE })
    expect(new Set(replies.map(({ body }) => body)).size).toBe(1)
  }
})

test('of the clients of several processes one becomes the owner of a slot', {
  timeout: 120_000,
}, async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const { date, ...place } = nextStart()
    const slot = { ...place, date: date.slice(0, 10), time: date.slice(11, 16) }
    const outcomes = await crowd(async (client) =>
      outcomeOf(
        await by(client)('POST', '/slots/select', { ...slot, client_id: `client-${round}-${client}` }),
      ),
    )
    expect(tally(outcomes)).toEqual({ '200': 1, '409 SLOT_LOCKED': AT_ONCE - 1 })
  }
})

test('moves and cancellations of one appointment in several processes end in one state that its history explains', {
  timeout: 120_000,
}, async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const start = nextStart()
    const made = await by(0)('POST', '/appointments', booking(start))
    const { appointment_id } = JSON.parse(made.body)
    const path = `/appointments/${appointment_id}`
    const outcomes = await crowd(async (place) => {
      if (place === AT_ONCE - 1 - round) return outcomeOf(await by(place)('DELETE', path, {}))
      const minutes = 30 * ((place % 3) - 1)
      const new_date = new Date(Date.parse(start.date) + minutes * 60_000).toISOString()
      return outcomeOf(await by(place)('PUT', path, { new_date, employee_id: 1 + (place % 2) }))
    })
    const allowed = /^(200|409 (STALE_VERSION|SLOT_TAKEN|SLOT_LOCKED)|400 OUTSIDE_HOURS)$/
    expect(outcomes.filter((outcome) => !allowed.test(outcome))).toEqual([])
    expect(JSON.parse((await by(1)('GET', path)).body).status).toBe('cancelled')
    expect(findViolations(file, Date.now() as Instant)).toEqual([])
  }
})

test('the codes of an address are counted over all processes', async () => {
  const outcomes = await crowd(async (place) =>
    outcomeOf(await by(place)('POST', '/generate-otp', { email: 'grace@example.com' })),
  )
  expect(tally(outcomes)).toEqual({ '200': 3, '429 RATE_LIMITED': AT_ONCE - 3 })
})
