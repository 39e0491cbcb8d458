import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Instant } from '@appointease/domain'
import { type DatabaseFile, openDatabaseFile } from '@appointease/testkit/databaseFile.ts'
import { replayableSeed } from '@appointease/testkit/replayableSeed.ts'
import { seededNumbers } from '@appointease/testkit/seededRandomness.ts'
import { type ServerProcess, startServerProcess } from '@appointease/testkit/serverProcess.ts'
import { freeStarts, type Send, signInAtTerminal, type Wish } from '@appointease/testkit/terminalCustomer.ts'
import { findViolations } from '@appointease/testkit/violations.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

const CRASHES = 5
const ACKNOWLEDGED_BEFORE = 25
const AT_ONCE = 32
const API = '/wp-json/appointease/v1'

let dataDir: string
let started: ServerProcess[]

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'appointease-'))
  started = []
})
afterEach(async () => {
  for (const server of started) server.kill('SIGKILL')
  await Promise.all(started.map(({ exit }) => exit))
  await rm(dataDir, { recursive: true })
})

function start(env: Record<string, string> = {}): ServerProcess {
  const server = startServerProcess(dataDir, { RATE_LIMIT_SCALE: '100000', ...env })
  started.push(server)
  return server
}

function look<Value>(read: (file: DatabaseFile) => Value): Value {
  const file = openDatabaseFile(join(dataDir, 'appointease.db'))
  try {
    return read(file)
  } finally {
    file.close()
  }
}

/** Books at random, many at once, until the server is gone; tells what was acknowledged and what never answered. */
async function bookUntilGone(send: Send, wishes: readonly Wish[], next: () => number, onBooked: () => void) {
  const acknowledged: string[] = []
  const unanswered = new Map<string, object>()
  const email = JSON.parse((await send('GET', '/session')).body).email
  await Promise.all(
    Array.from({ length: AT_ONCE }, async (_, worker) => {
      for (let booking = 0; ; booking++) {
        const wish = { ...wishes[Math.floor(next() * wishes.length)], name: 'Ada', email }
        const key = `${email}-${worker}-${booking}`
        try {
          const { status, body } = await send('POST', '/appointments', wish, key)
          if (status !== 201) continue
          acknowledged.push(JSON.parse(body).strong_id)
          onBooked()
        } catch {
          unanswered.set(key, wish)
          return
        }
      }
    }),
  )
  return { acknowledged, unanswered }
}

test('a killed server has lost nothing that it acknowledged, and done nothing by halves, however often it is killed', {
  timeout: 180_000,
}, async () => {
  const seed = replayableSeed('restart')
  const next = seededNumbers(seed)
  const acknowledged: string[] = []
  let unanswered = 0
  for (let crash = 0; crash < CRASHES; crash++) {
    const server = start()
    const send = await signInAtTerminal(server, `${'abcdefgh'[crash]}da@example.com`)
    const wishes = await freeStarts(send)
    let booked = 0
    const history = await bookUntilGone(send, wishes, next, () => {
      if (++booked === ACKNOWLEDGED_BEFORE) server.kill('SIGKILL')
    })
    expect((await server.exit).signal).toBe('SIGKILL')
    acknowledged.push(...history.acknowledged)
    unanswered += history.unanswered.size

    const again = start()
    await again.url()
    const there = look((file) =>
      file.rows('SELECT strong_id FROM wp_appointments').map((row) => row.strong_id),
    )
    expect(there, `crash ${crash} of seed ${seed}`).toEqual(expect.arrayContaining(acknowledged))
    expect(look((file) => findViolations(file, Date.now() as Instant))).toEqual([])
    const retry = await signInAtTerminal(again, `${'ijklmnop'[crash]}da@example.com`)
    expect((await retry('GET', '/user-appointments')).status).toBe(200)
    again.kill('SIGTERM')
    expect(await again.exit).toEqual({ code: 0, signal: null })
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(CRASHES * ACKNOWLEDGED_BEFORE)
  process.stdout.write(
    `restart: ${CRASHES} crashes, ${acknowledged.length} acknowledged, ${unanswered} never answered\n`,
  )
})

test('who got no answer from a killed server asks again with the same key, and has one appointment', async () => {
  const server = start()
  const send = await signInAtTerminal(server, 'ada@example.com')
  const wishes = await freeStarts(send)
  let booked = 0
  const { unanswered, acknowledged } = await bookUntilGone(send, wishes, seededNumbers(1), () => {
    if (++booked === ACKNOWLEDGED_BEFORE) server.kill('SIGKILL')
  })
  const committed = look((file) => file.number('SELECT COUNT(*) FROM wp_appointments'))
  expect(unanswered.size).toBe(AT_ONCE)
  const later = start()
  const retry = await signInAtTerminal(later, 'ada@example.com')
  let made = 0
  for (const [key, wish] of unanswered) {
    const [first, second] = [
      await retry('POST', '/appointments', wish, key),
      await retry('POST', '/appointments', wish, key),
    ]
    expect(second).toEqual(first)
    expect([201, 409]).toContain(first.status)
    if (first.status === 201) made++
  }
  const rows = look((file) => file.number('SELECT COUNT(*) FROM wp_appointments'))
  expect(rows).toBe(acknowledged.length + made)
  expect(rows).toBeGreaterThanOrEqual(committed)
  expect(look((file) => findViolations(file, Date.now() as Instant))).toEqual([])
})

/** Half of a request: what has been sent so far, and how to send the rest. */
async function beginRequest(url: string) {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  const body = JSON.stringify({ email: 'ada@example.com' })
  socket.write(
    `POST ${API}/generate-otp HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
  )
  return { reply: text(socket).catch(String), finish: () => socket.write(body.slice(5)) }
}

/** Resolves when nobody listens there any more. */
async function untilClosed(url: string): Promise<void> {
  const { hostname, port } = new URL(url)
  for (;;) {
    const socket = connect(Number(port), hostname)
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (!isOpen) return
  }
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s lets what is under way finish, and the server ends well',
  async (signal) => {
    const server = start()
    const url = await server.url()
    const request = await beginRequest(url)
    await fetch(`${url}/livez`)
    server.kill(signal)
    await untilClosed(url)
    request.finish()
    expect(await request.reply).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(await server.exit).toEqual({ code: 0, signal: null })
    expect(look((file) => file.number('SELECT COUNT(*) FROM wp_appointease_outbox'))).toBe(1)
  },
)

test('a request that never ends keeps a stopping server for ten seconds and no longer', async () => {
  const server = start()
  await beginRequest(await server.url())
  const began = performance.now()
  server.kill('SIGTERM')
  expect(await server.exit).toEqual({ code: 0, signal: null })
  expect(performance.now() - began).toBeLessThan(13_000)
})

test('a stopping server acknowledges nothing that is not there afterwards', async () => {
  const server = start()
  const send = await signInAtTerminal(server, 'ada@example.com')
  const wishes = await freeStarts(send)
  let booked = 0
  const { acknowledged } = await bookUntilGone(send, wishes, seededNumbers(2), () => {
    if (++booked === ACKNOWLEDGED_BEFORE) server.kill('SIGTERM')
  })
  expect(await server.exit).toEqual({ code: 0, signal: null })
  const there = look((file) =>
    file.rows('SELECT strong_id FROM wp_appointments').map((row) => String(row.strong_id)),
  )
  expect(there.sort()).toEqual(acknowledged.sort())
  expect(look((file) => findViolations(file, Date.now() as Instant))).toEqual([])
})

test.each([
  ['PORT', 'eighty'],
  ['PORT', '70000'],
  ['PUBLIC_URL', 'book.example'],
  ['DATABASE_URL', 'postgres://localhost/db'],
  ['DATABASE_URL', 'sqlite:/dev/null/appointease.db'],
  ['DATABASE_TABLE_PREFIX', 'wp-; DROP'],
  ['SMTP_URL', 'mail.example.com'],
  ['APPOINTEASE_SECRET', 'short'],
  ['APPOINTEASE_TIMEZONE', 'Mars/Olympus'],
  ['APPOINTEASE_SAMPLE_DATA', 'maybe'],
  ['RATE_LIMIT_SCALE', 'many'],
  ['LOG_LEVEL', 'loud'],
  ['TRUST_PROXY', 'everybody'],
])(
  '%s=%s stops the start with code 78 and one line that names it and gives an example',
  async (name, value) => {
    const server = start({ [name]: value })
    expect((await server.exit).code).toBe(78)
    expect(server.out).toEqual([])
    expect(server.err).toHaveLength(1)
    expect(server.err[0]).toContain(`${name} cannot be used: `)
    expect(server.err[0]).toMatch(/ Example: \S+/)
    if (name === 'APPOINTEASE_SECRET') expect(server.err[0]).not.toContain(value)
  },
)

test('a port that is taken already stops the start with code 78 and one line', async () => {
  const { port } = new URL(await start().url())
  const second = start({ PORT: port, DATA_DIR: join(dataDir, 'second') })
  expect((await second.exit).code).toBe(78)
  expect(second.err).toEqual([expect.stringMatching(/^PORT cannot be used: .* Example: PORT=\d+$/)])
})
