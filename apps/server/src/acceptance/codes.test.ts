import { DatabaseSync } from 'node:sqlite'
import { MONDAY } from '@appointease/testkit/builders.ts'
import { type FixedClock, fixedClock } from '@appointease/testkit/fixedClock.ts'
import { startTestServer, type TestReply, type TestServer } from '@appointease/testkit/testServer.ts'
import { outcomeOf } from '@appointease/testkit/visitor.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

const ADA = 'ada@example.com'
const A_MOMENT = 0.001
const WRONG = '400 OTP_INVALID'
const LIMITED = '429 RATE_LIMITED'

let clock: FixedClock
let server: TestServer

beforeEach(() => start())
afterEach(() => server.stop())

async function start(rateLimitScale = 100_000): Promise<void> {
  clock = fixedClock(MONDAY)
  server = await startTestServer({ clock, rateLimitScale })
}

const ask = (email = ADA) => server.send('POST', '/generate-otp', { email })
const verify = (otp: string, email = ADA) => server.send('POST', '/verify-otp', { email, otp })

async function newCode(email = ADA): Promise<string> {
  const before = server.announced.length
  expect(outcomeOf(await ask(email))).toBe('200')
  await server.sendDueMails()
  const code = server.announced[before]?.match(/\d{6}$/)?.[0]
  if (code === undefined) throw new Error('No code was announced.')
  return code
}

/** A code that is not this one. */
const otherThan = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')
const times = <Value>(count: number, make: (place: number) => Value) =>
  Array.from({ length: count }, (_, place) => make(place))

test('an address gets three codes in ten minutes, whatever scales the limits and however it is spelled', async () => {
  for (const email of [ADA, 'ADA@example.com', 'Ada@Example.Com'])
    expect(outcomeOf(await ask(email))).toBe('200')
  const fourth = await ask()
  expect(outcomeOf(fourth)).toBe(LIMITED)
  expect(fourth.headers.get('retry-after')).toBe('600')
  expect(outcomeOf(await ask('grace@example.com'))).toBe('200')
  clock.advance(600 - A_MOMENT)
  expect(outcomeOf(await ask())).toBe(LIMITED)
  clock.advance(A_MOMENT)
  expect(outcomeOf(await ask())).toBe('200')
})

test('of twenty requests for one address at once three are answered with a code', async () => {
  const replies = await Promise.all(times(20, () => ask()))
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(3)
  expect(replies.filter((reply) => outcomeOf(reply) === LIMITED)).toHaveLength(17)
})

test('an address gets twenty codes a day', async () => {
  for (let round = 0; round < 20; round++) {
    expect(outcomeOf(await ask())).toBe('200')
    clock.advance(600)
  }
  expect(outcomeOf(await ask())).toBe(LIMITED)
})

test('a caller gets twenty codes an hour, for whatever addresses', async () => {
  await server.stop()
  await start(1)
  const replies = await Promise.all(times(25, (place) => ask(`person${place}@example.com`)))
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(20)
  const limited = replies.filter((reply) => outcomeOf(reply) === LIMITED)
  expect(limited.map(({ headers }) => headers.get('retry-after'))).toEqual(times(5, () => '3600'))
  clock.advance(3600)
  expect(outcomeOf(await ask())).toBe('200')
})

test('a code opens one session', async () => {
  const code = await newCode()
  const replies = await Promise.all(times(20, () => verify(code)))
  expect(replies.map(outcomeOf).filter((outcome) => outcome === '200')).toHaveLength(1)
  expect(replies.map(outcomeOf).filter((outcome) => outcome === WRONG)).toHaveLength(19)
  expect(outcomeOf(await verify(code))).toBe(WRONG)
})

test('four wrong tries leave a code valid', async () => {
  const code = await newCode()
  for (let wrong = 0; wrong < 4; wrong++) expect(outcomeOf(await verify(otherThan(code)))).toBe(WRONG)
  expect(outcomeOf(await verify(code))).toBe('200')
})

test('the fifth wrong try uses up the code, also where all come at once', async () => {
  const code = await newCode()
  await Promise.all(times(5, () => verify(otherThan(code))))
  expect(outcomeOf(await verify(code))).toBe(WRONG)
})

test('a code is valid for ten minutes and not a moment longer', async () => {
  const first = await newCode()
  clock.advance(600 - A_MOMENT)
  expect(outcomeOf(await verify(first))).toBe('200')
  const second = await newCode()
  clock.advance(600)
  expect(outcomeOf(await verify(second))).toBe('400 OTP_EXPIRED')
})

test('only the newest code of an address is valid', async () => {
  const first = await newCode()
  let second = await newCode()
  if (second === first) second = await newCode()
  expect(outcomeOf(await verify(first))).toBe(WRONG)
  expect(outcomeOf(await verify(second))).toBe('200')
})

/** Runs `work` while the database itself refuses every new row of the table. */
async function withoutRoomIn(table: string, work: () => Promise<void>): Promise<void> {
  const database = new DatabaseSync(server.databasePath, { timeout: 5000 })
  database.exec(`CREATE TRIGGER no_room BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'no room'); END`)
  await work()
  database.exec('DROP TRIGGER no_room')
  database.close()
}

test('a code stays valid where no mail with a newer one could be ordered', async () => {
  const code = await newCode()
  await withoutRoomIn('wp_appointease_outbox', async () => expect((await ask()).status).toBe(500))
  expect(outcomeOf(await verify(code))).toBe('200')
})

test('a code stays valid where no session could be opened with it', async () => {
  const code = await newCode()
  await withoutRoomIn('wp_appointease_sessions', async () => expect((await verify(code)).status).toBe(500))
  expect(outcomeOf(await verify(code))).toBe('200')
})

test('a code is worth nothing for another address', async () => {
  const code = await newCode()
  await ask('grace@example.com')
  expect(outcomeOf(await verify(code, 'grace@example.com'))).toBe(WRONG)
  expect(outcomeOf(await verify(code, 'nobody@example.com'))).toBe(WRONG)
  expect(outcomeOf(await verify(code))).toBe('200')
})

/** The names of all headers, in order, and what must be equal in both replies. */
function shapeOf({ status, headers, text }: TestReply) {
  const varying = new Set(['date', 'x-request-id'])
  return {
    status,
    text,
    headers: [...headers].map(([name, value]) => (varying.has(name) ? [name] : [name, value])),
  }
}

async function makeCustomer(email: string): Promise<void> {
  const authorization = `Bearer ${await server.signIn(email)}`
  const place = { date: '2026-11-24', time: '10:00', service_id: 1, employee_id: 1 }
  const booked = await server.send(
    'POST',
    '/appointments',
    { ...place, name: 'Ada', email },
    { authorization },
  )
  expect(outcomeOf(booked)).toBe('201')
}

test('known and unknown addresses get the same bytes and headers, with a code, a limit or a wrong code', async () => {
  await makeCustomer(ADA)
  clock.advance(600)
  const unknown = 'adb@example.com'
  for (let code = 0; code < 4; code++) {
    expect(shapeOf(await ask(ADA))).toEqual(shapeOf(await ask(unknown)))
  }
  const outstanding = await verify('000000', ADA)
  const never = await verify('000000', 'adc@example.com')
  expect(shapeOf(outstanding)).toEqual(shapeOf(never))
})

test('known and unknown addresses are answered in about the same time', async () => {
  await makeCustomer(ADA)
  const spent: Record<string, number[]> = { known: [], unknown: [] }
  for (let round = 0; round < 60; round++) {
    clock.advance(86_400)
    for (const [kind, email] of [
      ['known', ADA],
      ['unknown', `ad${String(round).padStart(2, '0')}@example.com`],
    ] as const) {
      const began = performance.now()
      expect(outcomeOf(await ask(email))).toBe('200')
      spent[kind]?.push(performance.now() - began)
      await server.sendDueMails()
    }
  }
  const median = (values: readonly number[] = []) =>
    [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
  const [known, unknown] = [median(spent.known), median(spent.unknown)]
  process.stdout.write(`codes: ${known.toFixed(2)} ms known, ${unknown.toFixed(2)} ms unknown (medians)\n`)
  expect(Math.max(known, unknown)).toBeLessThan(1.5 * Math.min(known, unknown) + 0.5)
})
