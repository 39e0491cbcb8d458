import { minutes, plus } from '@appointease/domain'
import { aHistoryEntry, aMessage, anAppointment, MONDAY } from '@appointease/testkit/builders.ts'
import { type Mariadb, startMariadb } from '@appointease/testkit/engines/mariadb.ts'
import { startTcpProxy, type TcpProxy } from '@appointease/testkit/engines/tcpProxy.ts'
import { until } from '@appointease/testkit/engines/until.ts'
import { type MysqlUnderTest, mysqlUnderTest } from '@appointease/testkit/mysqlUnderTest.ts'
import { book, booked, commit } from '@appointease/testkit/storage/harness.ts'
import { createConnection, type Connection as Driver } from 'mysql2/promise'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { OutcomeUnknown, type Storage, StorageUnavailable } from '../../ports/storage.ts'
import { createMysqlStorage } from './index.ts'

const UNAVAILABLE = { name: 'StorageUnavailable' }
/** Length, number and kind of what is asked. */
const PACKET_HEADER = 5

let server: Mariadb
let proxy: TcpProxy
let present: MysqlUnderTest
let ends: (() => Promise<unknown>)[]

beforeAll(async () => {
  server = await startMariadb({ durable: false })
  proxy = await startTcpProxy({ targetPort: server.port })
})
afterAll(async () => {
  await proxy.stop()
  await server.stop()
})
beforeEach(async () => {
  present = await mysqlUnderTest({ server })
  ends = []
})
afterEach(async () => {
  await proxy.heal()
  for (const end of ends) await end()
  await present.dispose()
})

/** The same database with the patience that the product has. */
async function openAsUsual(url = present.url): Promise<Storage> {
  const { storage } = await createMysqlStorage({ url, tablePrefix: 'wp_' })
  ends.push(() => storage.close())
  return storage
}

const throughProxy = () => openAsUsual(present.url.replace(`:${server.port}/`, `:${proxy.port}/`))

/** Somebody else on the same database, with a transaction under way. */
async function rival(): Promise<Driver> {
  const connection = await createConnection({ uri: present.url })
  ends.push(async () => connection.destroy())
  await connection.query('START TRANSACTION')
  return connection
}

const session = (tokenFingerprint: string, email = 'ada') => ({
  tokenFingerprint,
  email,
  createdAt: MONDAY,
  expiresAt: plus(MONDAY, minutes(9)),
})

async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const began = performance.now()
  await expect(work).rejects.toMatchObject(UNAVAILABLE)
  expect(performance.now() - began).toBeLessThan(milliseconds)
}

const appointmentsThere = async () => {
  const [row] = await present.runSql('SELECT COUNT(*) AS found FROM wp_appointments')
  return Number(row?.found)
}

describe('a deadlock', () => {
  it('is rolled back whole, and the work runs again', async () => {
    const { storage, runSql } = present
    for (const token of ['a', 'b']) await storage.sessions.putSession(session(token))
    const other = await rival()
    // The server gives up the transaction that has written least: ours.
    for (let row = 0; row < 50; row++)
      await other.query("INSERT INTO wp_appointease_mutexes (name) VALUES (CONCAT('weight-', ?))", [row])
    await other.query("UPDATE wp_appointease_sessions SET email = 'other' WHERE token_fingerprint = 'b'")
    let attempts = 0
    let ended: Promise<unknown> | undefined
    const outcome = await storage.change<string, never>([1], async (tx) => {
      attempts += 1
      await tx.appointments.insertAppointment(anAppointment(), aHistoryEntry())
      await tx.sessions.putSession(session('a', 'ours'))
      ended ??= other
        .query("UPDATE wp_appointease_sessions SET email = 'other' WHERE token_fingerprint = 'a'")
        .then(() => other.query('COMMIT'))
      await until(
        async () => {
          const waiting = await server.query('SELECT * FROM information_schema.INNODB_LOCK_WAITS')
          return attempts > 1 || waiting.length > 0 || undefined
        },
        () => 'Nobody waits.',
      )
      await tx.sessions.putSession(session('b', 'ours'))
      return { ok: true, value: 'done' }
    })
    await ended
    expect([outcome, attempts]).toEqual([{ ok: true, value: 'done' }, 2])
    expect(await appointmentsThere()).toBe(1)
    expect(await runSql('SELECT email FROM wp_appointease_sessions')).toEqual(
      Array(2).fill({ email: Buffer.from('ours') }),
    )
  })
})

describe('a change that somebody else keeps waiting', () => {
  it('is unavailable within two seconds, has done nothing, and is possible afterwards', async () => {
    const storage = await openAsUsual()
    await booked(storage, { employeeId: 1 })
    const other = await rival()
    await other.query("SELECT name FROM wp_appointease_mutexes WHERE name = 'employee:1' FOR UPDATE")
    await within(2000, book(storage))
    expect(await appointmentsThere()).toBe(1)
    await other.query('ROLLBACK')
    expect((await book(storage, { employeeId: 1, start: anAppointment().slot.end })).ok).toBe(true)
  })

  it('waits for whoever holds its employee, and goes on at once when that ends', async () => {
    const { storage } = present
    const other = await rival()
    await other.query("INSERT INTO wp_appointease_mutexes (name) VALUES ('employee:1')")
    const waiting = book(storage)
    expect((await book(storage, { employeeId: 2 })).ok).toBe(true)
    await other.query('COMMIT')
    expect((await waiting).ok).toBe(true)
  })
})

describe('a connection that is lost', () => {
  it('is made as if nothing had been where the server was restarted between two of them', async () => {
    const { storage } = present
    const bookAll = (first: number) =>
      Promise.all([0, 1, 2].map((more) => book(storage, { employeeId: first + more })))
    const made = { ok: true }
    expect(await bookAll(1)).toMatchObject([made, made, made])
    await server.restart({ clean: false })
    expect(await bookAll(4)).toMatchObject([made, made, made])
  })

  it('leaves nothing of a change that was under way when the server was killed, and is made again', async () => {
    const { storage } = present
    const work = commit(storage, async (tx) => {
      await tx.appointments.insertAppointment(anAppointment(), aHistoryEntry())
      await server.restart({ clean: false })
      await tx.sessions.putSession(session('a'))
    })
    await expect(work).rejects.toMatchObject(UNAVAILABLE)
    expect(await storage.appointments.findAppointment({ id: 1 })).toBeUndefined()
    expect((await book(storage)).ok).toBe(true)
  })

  it('leaves nothing of a change that was cut before its commit', async () => {
    const storage = await throughProxy()
    const work = commit(storage, async (tx) => {
      await tx.appointments.insertAppointment(anAppointment(), aHistoryEntry())
      proxy.cut()
    })
    await expect(work).rejects.toBeInstanceOf(StorageUnavailable)
    await proxy.heal()
    // A connection on which nothing was asked learns of the cut a moment after the one that was in use.
    const answers = () =>
      storage.ping().then(
        () => true,
        () => false,
      )
    await expect.poll(answers).toBe(true)
    expect(await storage.appointments.findAppointment({ id: 1 })).toBeUndefined()
    expect((await book(storage)).ok).toBe(true)
  })

  it('is not taken for a refusal right after COMMIT was sent: the work does not run again, its reply is found', async () => {
    const storage = await throughProxy()
    const lost = proxy.dropAfter((bytes) => /^(COMMIT|CALL)/.test(bytes.toString('utf8', PACKET_HEADER)))
    let attempts = 0
    const reply = { scope: 's', bodyFingerprint: 'b', appointmentId: 1, reply: '{}', createdAt: MONDAY }
    const work = commit(storage, async (tx) => {
      attempts += 1
      await tx.appointments.insertAppointment(anAppointment(), aHistoryEntry())
      await tx.idempotency.saveReply(reply)
    })
    await expect(work).rejects.toBeInstanceOf(OutcomeUnknown)
    await lost
    expect(attempts).toBe(1)
    expect(await storage.idempotency.findReply('s')).toEqual(reply)
    expect(await appointmentsThere()).toBe(1)
  })

  it('is not taken for a refusal either where the server stops answering as COMMIT is sent', async () => {
    const storage = await throughProxy()
    const reply = { scope: 's', bodyFingerprint: 'b', appointmentId: 1, reply: '{}', createdAt: MONDAY }
    const work = commit(storage, async (tx) => {
      await tx.appointments.insertAppointment(anAppointment(), aHistoryEntry())
      await tx.idempotency.saveReply(reply)
      proxy.stall()
    })
    await expect(work).rejects.toBeInstanceOf(OutcomeUnknown)
    await proxy.heal()
    const [found] = await present.runSql(`SELECT (SELECT COUNT(*) FROM wp_appointments) AS made,
      (SELECT COUNT(*) FROM wp_appointease_idempotency) AS replied`)
    expect(found?.made).toBe(found?.replied)
  })

  it('refuses within two seconds whatever is asked of a server that has stopped answering', async () => {
    const storage = await throughProxy()
    await book(storage)
    await storage.ping()
    proxy.stall()
    const asked = [
      () => book(storage, { employeeId: 2 }),
      () => storage.ping(),
      () => storage.catalog.getCatalog(),
      () => storage.outbox.addMessage(aMessage()),
      () => storage.customers.findCustomer('a'),
    ]
    await Promise.all(asked.map((ask) => within(2000, ask())))
    await proxy.heal()
    await storage.ping()
    expect((await book(storage, { employeeId: 2 })).ok).toBe(true)
  })

  it('refuses at once where nothing can be connected to, and later works again', async () => {
    const storage = await throughProxy()
    proxy.cut()
    await within(500, storage.ping())
    await within(500, book(storage))
    await proxy.heal()
    expect((await book(storage)).ok).toBe(true)
  })
})
