import { MONDAY, someSettings } from '@appointease/testkit/builders.ts'
import { type FixedClock, fixedClock } from '@appointease/testkit/fixedClock.ts'
import { startTestServer, type TestServer } from '@appointease/testkit/testServer.ts'
import { aVisitor, outcomeOf, type Place, type Visitor } from '@appointease/testkit/visitor.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

const TEN: Place = { date: '2026-11-24', time: '10:00', employee_id: 1, service_id: 1 }
/** From ten to eleven: the starts of half-hour appointments that it rules out. */
const HELD: Place = { ...TEN, service_id: 2 }
const RULED_OUT = ['10:00', '10:30']

let clock: FixedClock
let server: TestServer
let owner: Visitor
let other: Visitor
let token: string

beforeEach(async () => {
  clock = fixedClock(MONDAY)
  server = await startTestServer({ clock })
  await server.storage.catalog.saveSettings(someSettings({ requireEmailVerification: false }))
  owner = aVisitor(server, 'olivia')
  other = aVisitor(server, 'arthur')
  const held = await owner.select(HELD)
  token = held.body.lock.token
})
afterEach(() => server.stop())

async function heartbeat(visitor: Visitor): Promise<Record<string, unknown>> {
  const form = new URLSearchParams({
    action: 'heartbeat',
    interval: '15',
    screen_id: 'front',
    has_focus: 'true',
  })
  const poll = { ...TEN, client_id: visitor.clientId }
  for (const name of ['date', 'employee_id', 'service_id', 'client_id'] as const)
    form.set(`data[appointease_poll][${name}]`, String(poll[name]))
  const reply = await fetch(`${server.url}/wp-admin/admin-ajax.php`, { method: 'POST', body: form })
  return reply.json() as Promise<Record<string, unknown>>
}

const dayOf = async (place: Place) => (await server.send('POST', '/availability', place)).body
const freeTimes = async (place: Place) => {
  const range = `service_id=${place.service_id}&employee_id=1&from=${TEN.date}&to=${TEN.date}`
  const { body } = await server.send('GET', `/availability?${range}`)
  return body.days.flatMap((day: { slots: { time: string }[] }) => day.slots.map(({ time }) => time))
}

test("poll and heartbeat show others the held starts, with the owner's alias and the time left", async () => {
  clock.advance(60)
  for (const seen of [(await other.poll(TEN)).body, await heartbeat(other)]) {
    expect(seen.appointease_locked_slots).toEqual(RULED_OUT)
    expect(seen.appointease_booked_slots).toEqual([])
    expect(seen.appointease_locks).toEqual([
      { time: '10:00', client_id: expect.stringMatching(/^v_/), expires_in: 540 },
    ])
  }
})

test('poll and heartbeat show the owner nothing in the way, and which lock is theirs', async () => {
  for (const seen of [(await owner.poll(TEN)).body, await heartbeat(owner)]) {
    expect(seen.appointease_locked_slots).toEqual([])
    const [lock] = seen.appointease_locks as { client_id: string }[]
    expect(lock?.client_id).toBe(seen.appointease_you)
  }
})

test('without a client id a poll shows what everybody else sees', async () => {
  const { body } = await server.send('GET', `/slots/poll?date=${TEN.date}&employee_id=1&service_id=1`)
  expect(body.appointease_locked_slots).toEqual(RULED_OUT)
  expect(body).not.toHaveProperty('appointease_you')
})

test("a day's availability shows what is held as locked, with the seconds that are left", async () => {
  clock.advance(60)
  const day = await dayOf(TEN)
  expect(day.unavailable).toEqual(expect.arrayContaining(RULED_OUT))
  expect(day.booking_details['10:00']).toEqual({ status: 'locked', is_locked: true, lock_remaining: 540 })
  expect(day.booking_details['10:30']).toEqual({ status: 'locked', is_locked: true, lock_remaining: 540 })
  expect(day.slots.find((slot: { time: string }) => slot.time === '10:30')).toMatchObject({
    available: false,
    reason: 'SLOT_LOCKED',
  })
})

test('the list of free slots leaves out every start that a lock rules out, and no other', async () => {
  const free = await freeTimes(TEN)
  expect(free).toHaveLength(14)
  expect(free).not.toEqual(expect.arrayContaining(['10:00']))
  expect(free).not.toEqual(expect.arrayContaining(['10:30']))
  const hours = await freeTimes(HELD)
  expect(['09:00', '09:30', '10:00', '10:30', '11:00'].filter((time) => hours.includes(time))).toEqual([
    '09:00',
    '11:00',
  ])
})

test('checking a slot tells locked from booked', async () => {
  const check = async (time: string) => (await server.send('POST', '/check-slot', { ...TEN, time })).body
  expect(await check('10:30')).toMatchObject({
    available: false,
    is_booked: false,
    is_locked: true,
    reason: 'SLOT_LOCKED',
  })
  await owner.book(HELD, { lock_token: token })
  expect(await check('10:30')).toMatchObject({ is_booked: true, is_locked: false, reason: 'SLOT_TAKEN' })
  expect(await check('11:00')).toMatchObject({ available: true, is_booked: false, is_locked: false })
})

test.each([
  ['is over', async () => clock.advance(600)],
  ['is released', async () => owner.deselect(HELD, token)],
])('a lock that %s is seen by nobody any more', async (_, end) => {
  const before = (await other.poll(TEN)).body.appointease_version
  await end()
  const { body } = await other.poll(TEN)
  expect(body.appointease_locked_slots).toEqual([])
  expect(body.appointease_locks).toEqual([])
  expect(body.appointease_version).not.toBe(before)
  expect((await dayOf(TEN)).booking_details).toEqual({})
  expect(await freeTimes(TEN)).toContain('10:30')
})

test('neither token nor client id of a lock is shown to anybody else', async () => {
  const seen = [await other.poll(TEN), await other.select(TEN), await other.book(TEN)].map(({ text }) => text)
  seen.push(JSON.stringify(await heartbeat(other)), JSON.stringify(await dayOf(TEN)))
  for (const text of seen) {
    expect(text).not.toContain(token)
    expect(text).not.toContain(owner.clientId)
  }
})

test('the heartbeat selects and releases as the routes do, and refuses whom they refuse', async () => {
  const entry = async (name: string, fields: object) => {
    const form = new URLSearchParams({ action: 'heartbeat' })
    for (const [field, value] of Object.entries(fields)) form.set(`data[${name}][${field}]`, String(value))
    const reply = await fetch(`${server.url}/wp-admin/admin-ajax.php`, { method: 'POST', body: form })
    const body = (await reply.json()) as Record<string, { code?: string; success?: boolean }>
    return body[name]
  }
  const { clientId } = other
  expect(await entry('appointease_select', { ...TEN, client_id: clientId })).toMatchObject({
    code: 'SLOT_LOCKED',
  })
  const foreign = { ...HELD, client_id: clientId, lock_token: token }
  expect(await entry('appointease_deselect', foreign)).toMatchObject({ code: 'LOCK_NOT_OWNED' })
  const own = { ...HELD, client_id: owner.clientId, lock_token: token }
  expect(await entry('appointease_deselect', own)).toMatchObject({ success: true })
  expect(await entry('appointease_select', { ...TEN, client_id: clientId })).toMatchObject({ success: true })
  expect(outcomeOf(await owner.book(TEN))).toBe('409 SLOT_LOCKED')
})
