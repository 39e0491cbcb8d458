import { MONDAY, someSettings } from '@appointease/testkit/builders.ts'
import { openDatabaseFile } from '@appointease/testkit/databaseFile.ts'
import { fixedClock } from '@appointease/testkit/fixedClock.ts'
import { startTestServer, type TestServer } from '@appointease/testkit/testServer.ts'
import { findViolations } from '@appointease/testkit/violations.ts'
import { aVisitor, outcomeOf, type Place, type Visitor } from '@appointease/testkit/visitor.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

const CLIENTS = 50
const TEN: Place = { date: '2026-11-24', time: '10:00', employee_id: 1, service_id: 1 }
const ELEVEN: Place = { ...TEN, time: '11:00' }
/** An hour from ten, an hour and half an hour from half past ten: each has a moment in common with each. */
const OVERLAPPING: readonly Place[] = [
  { ...TEN, service_id: 2 },
  { ...TEN, time: '10:30', service_id: 2 },
  { ...TEN, time: '10:30' },
]
const LOCKED = '409 SLOT_LOCKED'

let server: TestServer
let owner: Visitor
let other: Visitor

beforeEach(async () => {
  server = await startTestServer({ clock: fixedClock(MONDAY) })
  await server.storage.catalog.saveSettings(someSettings({ requireEmailVerification: false }))
  owner = aVisitor(server, 'olivia')
  other = aVisitor(server, 'arthur')
})
afterEach(async () => {
  const file = openDatabaseFile(server.databasePath)
  expect(findViolations(file, MONDAY)).toEqual([])
  file.close()
  await server.stop()
})

const crowd = () => Array.from({ length: CLIENTS }, (_, place) => aVisitor(server, `visitor${place}`))

async function hold(visitor: Visitor, place: Place): Promise<string> {
  const held = await visitor.select(place)
  expect(outcomeOf(held)).toBe('200')
  return held.body.lock.token
}

test.each([
  ['the same slot', [TEN]],
  ['overlapping slots', OVERLAPPING],
])('of fifty clients that select %s at once one becomes the owner', async (_, places) => {
  for (let round = 0; round < 20; round++) {
    const clients = crowd()
    const wanted = clients.map((_client, place) => places[(place + round) % places.length] as Place)
    const replies = await Promise.all(clients.map((client, place) => client.select(wanted[place] as Place)))
    const winners = replies.flatMap((reply, place) => (reply.status === 200 ? [place] : []))
    expect(winners).toHaveLength(1)
    const losers = replies.filter(({ status }) => status !== 200)
    expect(new Set(losers.map(outcomeOf))).toEqual(new Set([LOCKED]))
    expect(losers.every(({ body }) => body.data.alternatives.length === 5)).toBe(true)
    const winner = winners[0] as number
    const token = replies[winner]?.body.lock.token
    const released = await clients[winner]?.deselect(wanted[winner] as Place, token)
    expect(released && outcomeOf(released)).toBe('200')
  }
})

test('a lock of one employee keeps nobody from another, and an adjacent slot is free', async () => {
  await hold(owner, { ...TEN, service_id: 2 })
  expect(outcomeOf(await other.select({ ...TEN, employee_id: 2 }))).toBe('200')
  expect(outcomeOf(await other.select(ELEVEN))).toBe('200')
})

test('nobody but the owner releases a lock', async () => {
  const token = await hold(owner, TEN)
  const tries = [
    await other.deselect(TEN, token),
    await other.deselect(TEN, 'x'.repeat(32)),
    await owner.deselect(TEN, 'x'.repeat(32)),
    await owner.deselect(TEN, `${token}x`),
    await owner.deselect(TEN, token.toLowerCase()),
  ]
  expect(tries.map(outcomeOf)).toEqual(tries.map(() => '403 LOCK_NOT_OWNED'))
  expect((await owner.deselect(TEN, token, { lock_token: undefined })).status).toBe(400)
  expect(outcomeOf(await other.select(TEN))).toBe(LOCKED)
  expect(outcomeOf(await owner.deselect(TEN, token))).toBe('200')
  expect(outcomeOf(await owner.deselect(TEN, token))).toBe('200')
  expect(outcomeOf(await other.select(TEN))).toBe('200')
})

test('nobody but the owner renews or moves a lock', async () => {
  const token = await hold(owner, TEN)
  expect(outcomeOf(await other.select(TEN, { lock_token: token }))).toBe(LOCKED)
  expect(outcomeOf(await owner.select(TEN, { lock_token: 'x'.repeat(32) }))).toBe('403 LOCK_NOT_OWNED')
  expect(outcomeOf(await owner.select(ELEVEN, { lock_token: 'x'.repeat(32) }))).toBe('403 LOCK_NOT_OWNED')
  expect(outcomeOf(await owner.deselect(TEN, token))).toBe('200')
})

test('nobody but the owner books what a lock covers', async () => {
  const token = await hold(owner, { ...TEN, service_id: 2 })
  const others = await hold(other, ELEVEN)
  const covered = [TEN, { ...TEN, time: '10:30' }, ...OVERLAPPING, { ...TEN, time: '09:30', service_id: 2 }]
  for (const place of covered) {
    const tries = [
      await other.book(place),
      await other.book(place, { lock_token: 'x'.repeat(32) }),
      await other.book(place, { lock_token: others }),
      await other.book(place, { client_id: owner.clientId }),
      await other.book(place, { client_id: owner.clientId, lock_token: 'x'.repeat(32) }),
    ]
    expect(tries.map(outcomeOf), place.time).toEqual(tries.map(() => LOCKED))
  }
  const booked = await owner.book({ ...TEN, service_id: 2 }, { lock_token: token })
  expect(outcomeOf(booked)).toBe('201')
})

test('the owner books while fifty others select and book the same time', async () => {
  for (const day of ['01', '02', '03', '04', '07', '08', '09']) {
    const date = `2026-12-${day}`
    const place = { ...TEN, date, service_id: 2 }
    const token = await hold(owner, place)
    const clients = crowd()
    const storm = clients.map((client, at) => {
      const wish = { ...(OVERLAPPING[at % OVERLAPPING.length] as Place), date }
      return at % 2 === 0 ? client.select(wish) : client.book(wish)
    })
    storm.splice(25, 0, owner.book(place, { lock_token: token }))
    const replies = await Promise.all(storm)
    expect(outcomeOf(replies.splice(25, 1)[0] as (typeof replies)[0])).toBe('201')
    expect(replies.map(outcomeOf).filter((outcome) => !/^409 SLOT_(LOCKED|TAKEN)$/.test(outcome))).toEqual([])
  }
})

test("a customer who moves an appointment cannot take somebody else's held slot", async () => {
  await hold(owner, TEN)
  const { body } = await other.book(ELEVEN)
  const bearer = { authorization: `Bearer ${await server.signIn(other.email)}` }
  const move = { new_date: TEN.date, time: TEN.time }
  const refused = await server.send('PUT', `/appointments/${body.strong_id}`, move, bearer)
  expect(outcomeOf(refused)).toBe(LOCKED)
})

test('a customer moves an appointment to the slot that they hold', async () => {
  const { body } = await owner.book(ELEVEN)
  const token = await hold(owner, TEN)
  const bearer = { authorization: `Bearer ${await server.signIn(owner.email)}` }
  const move = { new_date: TEN.date, time: TEN.time, lock_token: token }
  const moved = await server.send('PUT', `/appointments/${body.strong_id}`, move, bearer)
  expect(moved.body.appointment).toMatchObject({ id: body.appointment_id, start_utc: '2026-11-24T10:00:00Z' })
  expect(outcomeOf(await other.select(ELEVEN))).toBe('200')
})

test('a lock moves in one step: the new slot is held and the old one is free', async () => {
  const token = await hold(owner, TEN)
  const moved = await owner.select(ELEVEN, { lock_token: token })
  expect(moved.body.lock).toMatchObject({ time: '11:00', expires_in: 600 })
  expect(outcomeOf(await other.select(ELEVEN))).toBe(LOCKED)
  expect(outcomeOf(await other.select(TEN))).toBe('200')
  expect(outcomeOf(await owner.book(ELEVEN, { lock_token: moved.body.lock.token }))).toBe('201')
})

test('a lock moves to a time that overlaps its own', async () => {
  const token = await hold(owner, { ...TEN, service_id: 2 })
  const moved = await owner.select({ ...TEN, time: '10:30', service_id: 2 }, { lock_token: token })
  expect(outcomeOf(moved)).toBe('200')
  expect(outcomeOf(await other.select(TEN))).toBe('200')
})

test('where the new slot cannot be had the old lock stays, with its token', async () => {
  const token = await hold(owner, TEN)
  await hold(other, ELEVEN)
  await aVisitor(server, 'third').book({ ...TEN, time: '12:00' })
  expect(outcomeOf(await owner.select(ELEVEN, { lock_token: token }))).toBe(LOCKED)
  expect(outcomeOf(await owner.select({ ...TEN, time: '12:00' }, { lock_token: token }))).toBe(
    '409 SLOT_TAKEN',
  )
  expect(outcomeOf(await owner.select({ ...TEN, time: '18:00' }, { lock_token: token }))).toBe(
    '400 OUTSIDE_HOURS',
  )
  expect(outcomeOf(await other.select(TEN))).toBe(LOCKED)
  expect(outcomeOf(await owner.book(TEN, { lock_token: token }))).toBe('201')
})

test('two clients that want to change places at once keep theirs', async () => {
  const tokens = [await hold(owner, TEN), await hold(other, ELEVEN)]
  const swaps = await Promise.all([
    owner.select(ELEVEN, { lock_token: tokens[0] }),
    other.select(TEN, { lock_token: tokens[1] }),
  ])
  expect(swaps.map(outcomeOf)).toEqual([LOCKED, LOCKED])
  expect(outcomeOf(await owner.book(TEN, { lock_token: tokens[0] }))).toBe('201')
  expect(outcomeOf(await other.book(ELEVEN, { lock_token: tokens[1] }))).toBe('201')
})

test('locks that all move at once never meet, and each client goes on holding one', async () => {
  const clients = crowd().slice(0, 16)
  const times = clients.map(
    (_, place) => `${String(9 + Math.floor(place / 2)).padStart(2, '0')}:${place % 2 ? '30' : '00'}`,
  )
  const tokens = await Promise.all(
    clients.map((client, at) => hold(client, { ...TEN, time: times[at] as string })),
  )
  const last = clients.length - 1
  const wanted = clients.map((_, at) => ({ ...TEN, time: times[last - at] as string }))
  await Promise.all(
    clients.map((client, at) => client.select(wanted[at] as Place, { lock_token: tokens[at] })),
  )
  const { body } = await other.poll(TEN)
  expect(body.appointease_locks).toHaveLength(clients.length)
})

test('with "any" the owner of a lock books the employee that they hold, and everybody else another', async () => {
  const token = await hold(owner, TEN)
  const anybody = { ...TEN, employee_id: 'any' } as unknown as Place
  const elsewhere = await other.book(anybody)
  expect(elsewhere.body.appointment.employee_id).toBe(2)
  expect(outcomeOf(await aVisitor(server, 'third').book(anybody))).toBe(LOCKED)
  const booked = await owner.book(anybody, { lock_token: token })
  expect(booked.body.appointment.employee_id).toBe(1)
})

test('a lock holds the buffers too', async () => {
  const { services } = await server.storage.catalog.getCatalog()
  const [consultation] = services
  if (!consultation) throw new Error('The sample business is not there.')
  const buffered = { ...consultation, bufferBeforeMinutes: 15, bufferAfterMinutes: 30 }
  await server.storage.catalog.saveService(buffered)
  await hold(owner, TEN)
  const premium = (time: string) => ({ ...TEN, time, service_id: 2 })
  expect(outcomeOf(await other.select(premium('10:30')))).toBe(LOCKED)
  expect(outcomeOf(await other.select(premium('09:00')))).toBe(LOCKED)
  expect(outcomeOf(await other.book(premium('10:30')))).toBe(LOCKED)
  expect(outcomeOf(await other.select(ELEVEN))).toBe(LOCKED)
  expect(outcomeOf(await other.select(premium('11:00')))).toBe('200')
})

test('locks and bookings of a group together never exceed its capacity, and each holder gets their seat', async () => {
  const { services } = await server.storage.catalog.getCatalog()
  const [consultation] = services
  if (!consultation) throw new Error('The sample business is not there.')
  await server.storage.catalog.saveService({ ...consultation, capacity: 5 })
  for (let person = 0; person < 2; person++) {
    expect(outcomeOf(await aVisitor(server, `booked${person}`).book(TEN))).toBe('201')
  }
  const clients = crowd()
  const replies = await Promise.all(clients.map((client) => client.select(TEN)))
  const holders = replies.flatMap((reply, at) => (reply.status === 200 ? [at] : []))
  expect(holders).toHaveLength(3)
  expect(outcomeOf(await other.book(TEN))).toBe(LOCKED)
  expect(outcomeOf(await other.select({ ...TEN, service_id: 2 }))).toBe('409 SLOT_TAKEN')
  const stranger = clients.find((_, at) => !holders.includes(at)) as Visitor
  const stolen = replies[holders[0] as number]?.body.lock.token
  expect(outcomeOf(await stranger.deselect(TEN, stolen))).toBe('403 LOCK_NOT_OWNED')
  const bookings = holders.map((at) => clients[at]?.book(TEN, { lock_token: replies[at]?.body.lock.token }))
  const booked = await Promise.all(bookings)
  expect(booked.map((reply) => reply && outcomeOf(reply))).toEqual(['201', '201', '201'])
  expect(outcomeOf(await other.book(TEN))).toBe('409 SLOT_TAKEN')
})
