import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addDays } from '@appointease/domain'
import { date, MONDAY, someSettings } from '@appointease/testkit/builders.ts'
import { type DatabaseFile, openDatabaseFile } from '@appointease/testkit/databaseFile.ts'
import { type FixedClock, fixedClock } from '@appointease/testkit/fixedClock.ts'
import { type SmtpSink, startSmtpSink } from '@appointease/testkit/smtpSink.ts'
import { startTestServer, type TestReply, type TestServer } from '@appointease/testkit/testServer.ts'
import { findViolations } from '@appointease/testkit/violations.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

const ROUNDS = 200
const RETRIES = 50
const SLOTS_A_DAY = 16
const TUESDAY = date('2026-11-24')

let dataDir: string
let clock: FixedClock
let sink: SmtpSink
let server: TestServer
let file: DatabaseFile

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'appointease-'))
  clock = fixedClock(MONDAY)
  sink = await startSmtpSink()
  server = await start()
  const { rules, ...settings } = someSettings({ requireEmailVerification: false })
  await server.storage.catalog.saveSettings({ ...settings, rules: { ...rules, bookingWindowDays: 60 } })
  file = openDatabaseFile(server.databasePath)
})
afterEach(async () => {
  file.close()
  await server.stop()
  await sink.stop()
  await rm(dataDir, { recursive: true })
})

const start = () => startTestServer({ dataDir, clock, smtpUrl: sink.url, rateLimitScale: 100_000 })

interface Wish {
  readonly date: string
  readonly time: string
  readonly email?: string
  readonly name?: string
  readonly lock_token?: string
}

const TEN: Wish = { date: TUESDAY, time: '10:00' }

function book(wish: Wish, key: string): Promise<TestReply> {
  const body = { name: 'Ada Lovelace', email: 'ada@example.com', service_id: 1, employee_id: 1, ...wish }
  return server.send('POST', '/appointments', body, { 'idempotency-key': key })
}

/** Half-hour slots of Sarah's, one after another over weekdays from Tuesday on. */
function slotOfRound(round: number): Wish {
  const day = 1 + Math.floor(round / SLOTS_A_DAY)
  const minute = 9 * 60 + 30 * (round % SLOTS_A_DAY)
  const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${minute % 60 === 0 ? '00' : '30'}`
  return { date: addDays(date('2026-11-23'), Math.floor(day / 5) * 7 + (day % 5)), time }
}

const appointments = () => file.number('SELECT COUNT(*) FROM wp_appointments')
const messages = () => file.number('SELECT COUNT(*) FROM wp_appointease_outbox')
const distinct = (values: readonly unknown[]) => [...new Set(values)]

test('fifty tries with one key at once make one appointment and one mail, and each gets the same bytes', {
  timeout: 300_000,
}, async () => {
  const began = performance.now()
  const references: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const replies = await Promise.all(
      Array.from({ length: RETRIES }, () =>
        book(slotOfRound(round), `key of round ${round}`.replaceAll(' ', '-')),
      ),
    )
    expect(distinct(replies.map(({ status }) => status)), `round ${round}`).toEqual([201])
    expect(distinct(replies.map(({ text }) => text)), `round ${round}`).toHaveLength(1)
    expect(distinct(replies.map(({ headers }) => headers.get('location'))), `round ${round}`).toHaveLength(1)
    references.push(replies[0]?.body.strong_id)
  }
  const seconds = (performance.now() - began) / 1000
  expect(appointments()).toBe(ROUNDS)
  expect(messages()).toBe(ROUNDS)
  await server.sendDueMails()
  const confirmed = sink.received().map(({ text }) => /APT-\d{4}-\w+/.exec(text ?? '')?.[0])
  expect(confirmed.sort()).toEqual(references.sort())
  expect(findViolations(file, MONDAY)).toEqual([])
  process.stdout.write(`idempotency: ${Math.round((ROUNDS * RETRIES) / seconds)} tries a second\n`)
})

test('of two bodies with one key that arrive at once one is booked, and the other is a conflict every time', async () => {
  for (let round = 0; round < 20; round++) {
    const slot = slotOfRound(round)
    const asked = Array.from({ length: RETRIES }, (_, place) => (place % 2 === 0 ? 'Ada' : 'Grace'))
    const replies = await Promise.all(asked.map((name) => book({ ...slot, name }, `two-bodies-${round}`)))
    const byName = (name: string) => replies.filter((_, place) => asked[place] === name)
    const winner = byName('Ada')[0]?.status === 201 ? 'Ada' : 'Grace'
    const loser = winner === 'Ada' ? 'Grace' : 'Ada'
    expect(distinct(byName(winner).map(({ text }) => text))).toHaveLength(1)
    expect(byName(winner)[0]?.body.appointment.name).toBe(winner)
    expect(distinct(byName(loser).map(({ status, body }) => `${status} ${body.code}`))).toEqual([
      '409 IDEMPOTENCY_CONFLICT',
    ])
  }
  expect(appointments()).toBe(20)
  expect(messages()).toBe(20)
})

test('a key that was used for one slot is a conflict for another slot, and changes nothing', async () => {
  await book(TEN, 'one-key-only')
  const other = await book({ ...TEN, time: '11:00' }, 'one-key-only')
  expect(other.status).toBe(409)
  expect(other.body).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT', data: { status: 409 } })
  expect(appointments()).toBe(1)
})

test('a retry after a restart gives the first reply', async () => {
  const first = await book(TEN, 'before-the-restart')
  await server.stop()
  clock.advance(3600)
  server = await start()
  const again = await book(TEN, 'before-the-restart')
  expect(again.status).toBe(201)
  expect(again.text).toBe(first.text)
  expect(appointments()).toBe(1)
})

test('a retry after the appointment was cancelled gives the first reply and books nothing', async () => {
  const first = await book(TEN, 'cancelled-since')
  const token = await signInByMail('ada@example.com')
  const bearer = { authorization: `Bearer ${token}` }
  const cancelled = await server.send('DELETE', `/appointments/${first.body.strong_id}`, undefined, bearer)
  expect(cancelled.body.appointment.status).toBe('cancelled')
  const again = await book(TEN, 'cancelled-since')
  expect(again.text).toBe(first.text)
  expect(file.rows('SELECT status FROM wp_appointments')).toEqual([{ status: 'cancelled' }])
})

test("a retry gives the first reply though the owner's rules, prices and names have changed since", async () => {
  const first = await book(TEN, 'before-the-change')
  const { settings, services, employees } = await server.storage.catalog.getCatalog()
  const [consultation] = services
  const [sarah] = employees
  if (!consultation || !sarah) throw new Error('The sample business is not there.')
  await server.storage.catalog.saveService({ ...consultation, name: 'Talk', priceMinor: 9900 })
  await server.storage.catalog.saveEmployee({ ...sarah, name: 'Sarah Miller' })
  await server.storage.catalog.saveSettings({
    ...settings,
    currency: 'JPY',
    rules: { ...settings.rules, cancelCutoffMinutes: 10_000, rescheduleCutoffMinutes: 10_000 },
  })
  const again = await book(TEN, 'before-the-change')
  expect(again.text).toBe(first.text)
})

test('a retry of a booking with a lock gives the first reply, though the lock was used up by it', async () => {
  const place = { ...TEN, employee_id: 1, service_id: 1, client_id: 'client-of-ada' }
  const held = await server.send('POST', '/slots/select', place)
  const wish = { ...TEN, lock_token: held.body.lock.token }
  const first = await book(wish, 'with-a-lock')
  const again = await book(wish, 'with-a-lock')
  expect([first.status, again.status]).toEqual([201, 201])
  expect(again.text).toBe(first.text)
})

test('a retry from a later session of the same address gives the first reply', async () => {
  await requireVerification()
  const asAda = async () => ({ authorization: `Bearer ${await signInByMail('ada@example.com')}` })
  const body = { ...TEN, name: 'Ada', email: 'ada@example.com', service_id: 1, employee_id: 1 }
  const key = { 'idempotency-key': 'from-two-sessions' }
  const first = await server.send('POST', '/appointments', body, { ...key, ...(await asAda()) })
  const again = await server.send('POST', '/appointments', body, { ...key, ...(await asAda()) })
  expect(first.status).toBe(201)
  expect(again.text).toBe(first.text)
})

test("one customer's key means nothing for another's booking", async () => {
  const [ada, grace] = [
    await book(TEN, 'the-same-key'),
    await book({ ...TEN, time: '11:00', email: 'grace@example.com' }, 'the-same-key'),
  ]
  expect([ada.status, grace.status]).toEqual([201, 201])
  expect(ada.body.strong_id).not.toBe(grace.body.strong_id)
})

test('a refusal is not kept: the same key books once the slot is free again', async () => {
  const place = { ...TEN, employee_id: 1, service_id: 1, client_id: 'somebody-else' }
  await server.send('POST', '/slots/select', place)
  expect((await book(TEN, 'try-until-free')).body.code).toBe('SLOT_LOCKED')
  clock.advance(600)
  expect((await book(TEN, 'try-until-free')).status).toBe(201)
})

async function requireVerification(): Promise<void> {
  const { settings } = await server.storage.catalog.getCatalog()
  await server.storage.catalog.saveSettings({ ...settings, requireEmailVerification: true })
}

async function signInByMail(email: string): Promise<string> {
  const before = sink.received().length
  await server.send('POST', '/generate-otp', { email })
  await server.sendDueMails()
  const mail = sink
    .received()
    .slice(before)
    .find(({ subject }) => /^\d{6} /.test(subject ?? ''))
  const verified = await server.send('POST', '/verify-otp', { email, otp: mail?.subject?.slice(0, 6) })
  return verified.body.token
}
