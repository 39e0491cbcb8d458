import { startTestServer, type TestReply, type TestServer } from '@appointease/testkit'
import { type Customer, signInAs } from '@appointease/testkit/customer.ts'
import { type Mariadb, startMariadb } from '@appointease/testkit/engines/mariadb.ts'
import { MARIADBD } from '@appointease/testkit/engines/programs.ts'
import { startTcpProxy, type TcpProxy } from '@appointease/testkit/engines/tcpProxy.ts'
import { createConnection } from 'mysql2/promise'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

/** As promised. */
const PATIENCE_MS = 2_000
const TUESDAY = nextTuesday()

let mariadb: Mariadb
let wire: TcpProxy
let url: string
let server: TestServer
let ada: Customer

const count = async (sql: string) => Number(Object.values((await query(sql))[0] ?? {})[0])

/** Past the server and past the wire. */
async function query(sql: string): Promise<Record<string, unknown>[]> {
  const prompt = await createConnection(url)
  try {
    const [rows] = await prompt.query(sql)
    return rows as Record<string, unknown>[]
  } finally {
    await prompt.end()
  }
}

async function timed(ask: () => Promise<TestReply>): Promise<TestReply & { readonly ms: number }> {
  const began = performance.now()
  const reply = await ask()
  return { ...reply, ms: performance.now() - began }
}

const book = (time: string, key?: string) =>
  server.send(
    'POST',
    '/appointments',
    { date: TUESDAY, time, service_id: 1, employee_id: 1, name: 'Ada', email: ada.email },
    { ...ada.headers, ...(key && { 'idempotency-key': key }) },
  )

/** Loses the reply to the first commit after something was done there, whether by itself or with what goes along. */
function loseCommit(where = 'wp_appointments'): Promise<void> {
  let touched = false
  return wire.dropAfter((bytes) => {
    touched ||= bytes.includes(where)
    return touched && (bytes.includes('COMMIT') || bytes.includes('CALL '))
  })
}

function expectUnavailable(reply: TestReply & { readonly ms: number }): void {
  expect([reply.status, reply.body.code]).toEqual([503, 'STORAGE_UNAVAILABLE'])
  expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(reply.ms).toBeLessThan(PATIENCE_MS)
}

describe.skipIf(MARIADBD === undefined)('a server whose database', () => {
  beforeEach(async () => {
    mariadb = await startMariadb()
    wire = await startTcpProxy({ targetPort: mariadb.port })
    url = (await mariadb.createDatabase('shop')).url
    const throughWire = url.replace(`:${mariadb.port}/`, `:${wire.port}/`)
    server = await startTestServer({ database: { kind: 'mysql', url: throughWire } })
    ada = await signInAs(server, 'ada@example.com')
  })
  afterEach(async () => {
    await server.stop()
    await wire.stop()
    await mariadb.stop()
  })

  it('is restarted under bookings answers each with a booking or 503, and leaves nothing half done', async () => {
    const times = ['09:00', '09:30', '10:00', '10:30', '11:00', '11:30', '12:00', '12:30', '13:00', '13:30']
    const asked = times.map((time) => timed(() => book(time, `key-of-${time}`)))
    await mariadb.kill()
    const replies = await Promise.all(asked)
    for (const reply of replies)
      if (reply.status !== 201 && reply.body.code !== 'OUTCOME_UNKNOWN') expectUnavailable(reply)
    const health = await timed(() => server.send('GET', '/health'))
    expect(health).toMatchObject({ status: 200, body: { status: 'degraded', database: 'down' } })
    expectUnavailable(await timed(() => book('14:00')))
    await mariadb.restart({ clean: false })
    const database = () => server.send('GET', '/health').then(({ body }) => body.database)
    await expect.poll(database, { timeout: 10_000 }).toBe('up')
    const again = []
    for (const time of times) again.push(await book(time, `key-of-${time}`))
    expect(again.map(({ status }) => status)).toEqual(times.map(() => 201))
    for (const [at, reply] of replies.entries())
      if (reply.status === 201) expect(again[at]?.body.appointment_id).toBe(reply.body.appointment_id)
    expect(await count('SELECT COUNT(*) FROM wp_appointments')).toBe(times.length)
    const half = `SELECT COUNT(*) FROM wp_appointments a WHERE
      (SELECT COUNT(*) FROM wp_appointease_history h WHERE h.appointment_id = a.id) <> 1 OR
      (SELECT COUNT(*) FROM wp_appointease_outbox o WHERE o.order_key = a.strong_id) <> 1 OR
      (SELECT COUNT(*) FROM wp_appointease_occupancy p WHERE p.employee_id = a.employee_id
        AND p.slot_start = a.slot_start) <> 6`
    expect(await count(half)).toBe(0)
  })

  it.each([
    ['a booking', () => book('10:00', 'the-only-key'), 201],
    ['a booking without a key', () => book('10:00'), 201],
  ])('is lost right after COMMIT was sent has kept %s, and says so', async (_what, ask, status) => {
    const lost = loseCommit()
    const reply = await ask()
    await lost
    expect(reply.status).toBe(status)
    expect(await count('SELECT COUNT(*) FROM wp_appointments')).toBe(1)
    expect(await count("SELECT COUNT(*) FROM wp_appointease_outbox WHERE kind <> 'one_time_code'")).toBe(1)
    expect((await ada.show(reply.body.strong_id)).status).toBe(200)
  })

  it('is lost right after COMMIT was sent, and stays away, is not said to have written nothing', async () => {
    const lost = loseCommit().then(() => wire.cut())
    const reply = await timed(() => book('10:00', 'the-only-key'))
    await lost
    expect([reply.status, reply.body.code]).toEqual([503, 'OUTCOME_UNKNOWN'])
    await wire.heal()
    await expect.poll(() => book('10:00', 'the-only-key').then(({ status }) => status)).toBe(201)
    expect(await count('SELECT COUNT(*) FROM wp_appointments')).toBe(1)
  })

  it('is lost right after COMMIT was sent has moved and cancelled once, and says so', async () => {
    const { strong_id } = (await book('10:00')).body
    let lost = loseCommit()
    const moved = await ada.move(strong_id, '11:00', { new_date: TUESDAY, version: 1 })
    await lost
    expect([moved.status, moved.body.appointment.version]).toEqual([200, 2])
    lost = loseCommit()
    const cancelled = await ada.cancel(strong_id)
    await lost
    expect([cancelled.status, cancelled.body.appointment.version]).toEqual([200, 3])
    expect(await count('SELECT COUNT(*) FROM wp_appointease_history')).toBe(3)
    expect(await count("SELECT COUNT(*) FROM wp_appointease_outbox WHERE kind <> 'one_time_code'")).toBe(3)
  })

  it('is lost right after COMMIT was sent has renewed a lock, and hands out the token that proves it', async () => {
    const place = { date: TUESDAY, time: '10:00', employee_id: 1, service_id: 1, client_id: 'client-of-ada' }
    const select = (lock_token?: string) =>
      server.send('POST', '/slots/select', { ...place, ...(lock_token && { lock_token }) })
    const first = await select()
    const lost = loseCommit('appointease_lock_')
    const renewed = await select(first.body.lock.token)
    await lost
    expect(renewed.status).toBe(200)
    expect((await select(renewed.body.lock.token)).status).toBe(200)
  })

  it('is lost right after COMMIT was sent, and stays away, is not said to have held nothing', async () => {
    const place = { date: TUESDAY, time: '10:00', employee_id: 1, service_id: 1 }
    const select = (client_id: string) => server.send('POST', '/slots/select', { ...place, client_id })
    const lost = loseCommit('appointease_lock_').then(() => wire.cut())
    const reply = await timed(() => select('client-of-ada'))
    await lost
    expect([reply.status, reply.body.code]).toEqual([503, 'OUTCOME_UNKNOWN'])
    await wire.heal()
    await expect.poll(() => select('client-of-ben').then(({ status }) => status)).toBe(409)
    expect((await select('client-of-ada')).status).toBe(200)
  })

  it('has all its connections for changes in use says 503 in time, and goes on answering everything else', async () => {
    expect((await book('09:00')).status).toBe(201)
    const prompt = await createConnection(url)
    await prompt.query('START TRANSACTION')
    await prompt.query('SELECT * FROM wp_appointease_mutexes FOR UPDATE')
    const stuck = Array.from({ length: 16 }, () => timed(() => book('10:00')))
    const day = `/slots/poll?date=${TUESDAY}&employee_id=1&service_id=1`
    for (const path of ['/health', day, '/services']) {
      const reply = await timed(() => server.send('GET', path))
      expect(reply.status).toBe(200)
      expect(reply.ms).toBeLessThan(PATIENCE_MS)
    }
    for (const reply of await Promise.all(stuck)) expectUnavailable(reply)
    await prompt.query('ROLLBACK')
    await prompt.end()
    expect(await count('SELECT COUNT(*) FROM wp_appointments')).toBe(1)
    expect((await book('10:00')).status).toBe(201)
  })

  it('says nothing any more is waited for no longer than is bearable', async () => {
    wire.stall()
    expectUnavailable(await timed(() => book('10:00')))
    expect((await timed(() => server.send('GET', '/health'))).ms).toBeLessThan(PATIENCE_MS)
    await wire.heal()
    await expect.poll(() => book('10:00').then(({ status }) => status), { timeout: 5_000 }).toBe(201)
  })
})

function nextTuesday(): string {
  const tomorrow = new Date(Date.now() + 86_400_000)
  const days = (2 - tomorrow.getUTCDay() + 7) % 7
  return new Date(tomorrow.getTime() + days * 86_400_000).toISOString().slice(0, 10)
}
