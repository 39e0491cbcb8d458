import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { MONDAY, someSettings } from '@appointease/testkit/builders.ts'
import { type FixedClock, fixedClock } from '@appointease/testkit/fixedClock.ts'
import { startTestServer, type TestServer } from '@appointease/testkit/testServer.ts'
import { aVisitor, outcomeOf, type Place, type Visitor } from '@appointease/testkit/visitor.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

const TEN: Place = { date: '2026-11-24', time: '10:00', employee_id: 1, service_id: 1 }
const LOCKED = '409 SLOT_LOCKED'
const A_MOMENT = 0.001

let clock: FixedClock
let server: TestServer
let owner: Visitor
let other: Visitor

beforeEach(() => start())
afterEach(() => server.stop())

async function start(rateLimitScale = 1000): Promise<void> {
  clock = fixedClock(MONDAY)
  server = await startTestServer({ clock, rateLimitScale })
  await server.storage.catalog.saveSettings(someSettings({ requireEmailVerification: false }))
  owner = aVisitor(server, 'olivia')
  other = aVisitor(server, 'arthur')
}

async function hold(visitor: Visitor, place: Place, token?: string): Promise<string> {
  const held = await visitor.select(place, { lock_token: token })
  expect(outcomeOf(held)).toBe('200')
  return held.body.lock.token
}

const askForCode = (body: object) => server.send('POST', '/generate-otp', { email: owner.email, ...body })

async function secondsLeft(): Promise<number | undefined> {
  const { body } = await other.poll(TEN)
  return body.appointease_locks[0]?.expires_in
}

test('a lock ends after 600 seconds and not a moment sooner', async () => {
  const { body } = await owner.select(TEN)
  expect(body.lock).toMatchObject({ expires_in: 600, expires_at: '2026-11-23T08:10:00Z' })
  clock.advance(600 - A_MOMENT)
  expect(outcomeOf(await other.select(TEN))).toBe(LOCKED)
  expect(outcomeOf(await other.book(TEN))).toBe(LOCKED)
  clock.advance(A_MOMENT)
  expect(outcomeOf(await other.select(TEN))).toBe('200')
})

test('the owner books in the last moment of the lock', async () => {
  const token = await hold(owner, TEN)
  clock.advance(600 - A_MOMENT)
  expect(outcomeOf(await owner.book(TEN, { lock_token: token }))).toBe('201')
})

test('the owner of a lock that has ended books while the time is free, and not once somebody else has it', async () => {
  const token = await hold(owner, TEN)
  const eleven = { ...TEN, time: '11:00' }
  clock.advance(600)
  expect(outcomeOf(await owner.book(TEN, { lock_token: token }))).toBe('201')
  const late = await hold(owner, eleven)
  clock.advance(600)
  await hold(other, eleven)
  expect(outcomeOf(await owner.book(eleven, { lock_token: late }))).toBe(LOCKED)
  expect(outcomeOf(await owner.deselect(eleven, late))).toBe('403 LOCK_NOT_OWNED')
})

test('a renewal gives 600 seconds more, and at most 1800 in all', async () => {
  let token = await hold(owner, TEN)
  for (const left of [600, 600, 300]) {
    clock.advance(500)
    const renewed = await owner.select(TEN, { lock_token: token })
    expect(renewed.body.lock.expires_in).toBe(left)
    token = renewed.body.lock.token
  }
  clock.advance(300 - A_MOMENT)
  expect((await owner.select(TEN, { lock_token: token })).body.lock.expires_in).toBe(1)
  expect(outcomeOf(await other.select(TEN))).toBe(LOCKED)
  clock.advance(A_MOMENT)
  expect(outcomeOf(await other.select(TEN))).toBe('200')
})

test('moving to a time that overlaps the held one adds nothing to the 1800 seconds', async () => {
  const hourAt = (time: string) => ({ ...TEN, time, service_id: 2 })
  let token = await hold(owner, hourAt('10:00'))
  for (const time of ['10:30', '10:00', '10:30', '10:00']) {
    clock.advance(449)
    token = await hold(owner, hourAt(time), token)
  }
  expect(await secondsLeft()).toBe(4)
  clock.advance(4)
  expect(outcomeOf(await other.select(hourAt('10:00')))).toBe('200')
})

test('the client id without the token renews nothing', async () => {
  await hold(owner, TEN)
  clock.advance(400)
  const again = await owner.select(TEN)
  expect(again.body.lock.expires_in).toBe(200)
  clock.advance(200)
  expect(outcomeOf(await other.select(TEN))).toBe('200')
})

test('asking for a code gives the lock 600 seconds more, once', async () => {
  const token = await hold(owner, TEN)
  clock.advance(500)
  await askForCode({ client_id: owner.clientId, lock_token: token })
  expect(await secondsLeft()).toBe(600)
  clock.advance(500)
  await askForCode({ client_id: owner.clientId, lock_token: token })
  expect(await secondsLeft()).toBe(100)
  clock.advance(100 - A_MOMENT)
  expect(outcomeOf(await owner.book(TEN, { lock_token: token }))).toBe('201')
})

test('a code never takes a lock beyond 1800 seconds in all', async () => {
  let token = await hold(owner, TEN)
  for (let renewal = 0; renewal < 3; renewal++) {
    clock.advance(500)
    token = await hold(owner, TEN, token)
  }
  clock.advance(200)
  await askForCode({ client_id: owner.clientId, lock_token: token })
  expect(await secondsLeft()).toBe(100)
})

test("somebody else's code extends no lock", async () => {
  const token = await hold(owner, TEN)
  clock.advance(500)
  await askForCode({ client_id: other.clientId, lock_token: token })
  await askForCode({ client_id: owner.clientId, lock_token: 'x'.repeat(32) })
  await askForCode({ client_id: owner.clientId })
  expect(await secondsLeft()).toBe(100)
})

test('minimum notice that passes while the slot is held costs its owner nothing', async () => {
  const { rules, ...settings } = someSettings({ requireEmailVerification: false })
  await server.storage.catalog.saveSettings({ ...settings, rules: { ...rules, minimumNoticeMinutes: 120 } })
  const today = { ...TEN, date: '2026-11-23' }
  const token = await hold(owner, today)
  clock.advance(300)
  expect(outcomeOf(await other.book({ ...today, time: '10:00', employee_id: 2 }))).toBe('400 OUTSIDE_NOTICE')
  expect(outcomeOf(await owner.book(today, { lock_token: token }))).toBe('201')
})

const NINE_TO_THREE = ['09:00', '10:00', '11:00', '12:00', '13:00', '14:00', '15:00']

test('an address holds five locks at once, whoever asks at once, and another address still gets one', async () => {
  await server.stop()
  await start(1)
  const selects = NINE_TO_THREE.map((time, place) =>
    aVisitor(server, `visitor${place}`).select({ ...TEN, time }),
  )
  const replies = await Promise.all(selects)
  const outcomes = replies.map(outcomeOf).sort()
  expect(outcomes).toEqual(['200', '200', '200', '200', '200', '429 RATE_LIMITED', '429 RATE_LIMITED'])
  const limited = replies.find(({ status }) => status === 429)
  expect(Number(limited?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await selectFrom('127.0.0.2', { ...TEN, employee_id: 2, client_id: 'from-elsewhere' })).toBe(200)
})

test('a lock that is moved, released, used or over makes room for another of the address', async () => {
  await server.stop()
  await start(1)
  const tokens: string[] = []
  for (const [place, time] of NINE_TO_THREE.slice(0, 5).entries())
    tokens.push(await hold(aVisitor(server, `visitor${place}`), { ...TEN, time }))
  const late = { ...TEN, time: '16:00' }
  const sixth = aVisitor(server, 'sixth')
  const again = async () => outcomeOf(await sixth.select(late))
  expect(await again()).toBe('429 RATE_LIMITED')
  expect(outcomeOf(await aVisitor(server, 'visitor0').select({ ...TEN, time: '15:00' }))).toBe('200')
  expect(await again()).toBe('429 RATE_LIMITED')
  await aVisitor(server, 'visitor1').deselect({ ...TEN, time: '10:00' }, tokens[1] as string)
  expect(await again()).toBe('200')
  const seventh = aVisitor(server, 'seventh')
  expect(outcomeOf(await seventh.select({ ...TEN, time: '10:00' }))).toBe('429 RATE_LIMITED')
  const booked = await aVisitor(server, 'visitor2').book({ ...TEN, time: '11:00' }, { lock_token: tokens[2] })
  expect(outcomeOf(booked)).toBe('201')
  expect(outcomeOf(await seventh.select({ ...TEN, time: '10:00' }))).toBe('200')
  clock.advance(600)
  expect(outcomeOf(await aVisitor(server, 'eighth').select(late))).toBe('200')
})

/** The status of a selection that comes from another address of this machine. */
async function selectFrom(localAddress: string, body: object): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' }
    const options = { method: 'POST', localAddress, headers }
    const sent = request(`${server.url}/wp-json/appointease/v1/slots/select`, options, (reply) => {
      text(reply).then(() => resolve(reply.statusCode ?? 0), reject)
    })
    sent.on('error', reject).end(JSON.stringify(body))
  })
}
