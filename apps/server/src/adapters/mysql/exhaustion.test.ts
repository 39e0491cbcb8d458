import { MONDAY } from '@appointease/testkit/builders.ts'
import { type Mariadb, startMariadb } from '@appointease/testkit/engines/mariadb.ts'
import { until } from '@appointease/testkit/engines/until.ts'
import { type MysqlUnderTest, mysqlUnderTest } from '@appointease/testkit/mysqlUnderTest.ts'
import { book, booked, commit } from '@appointease/testkit/storage/harness.ts'
import { createConnection, type Connection as Driver } from 'mysql2/promise'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Storage } from '../../ports/storage.ts'
import { createMysqlStorage } from './index.ts'

const UNAVAILABLE = { name: 'StorageUnavailable' }

let server: Mariadb
let present: MysqlUnderTest
let ends: (() => Promise<unknown>)[]

beforeAll(async () => {
  server = await startMariadb({ durable: false, args: ['--max-connections=40'] })
})
afterAll(() => server.stop())
beforeEach(async () => {
  present = await mysqlUnderTest({ server })
  ends = []
})
afterEach(async () => {
  for (const end of ends) await end()
  await present.dispose()
})

/** The same database with the patience that the product has. */
async function openAsUsual(): Promise<Storage> {
  const { storage } = await createMysqlStorage({ url: present.url, tablePrefix: 'wp_' })
  ends.push(() => storage.close())
  return storage
}

async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const began = performance.now()
  await expect(work).rejects.toMatchObject(UNAVAILABLE)
  expect(performance.now() - began).toBeLessThan(milliseconds)
}

describe('connections', () => {
  it('that are all in use keep a further change waiting for two seconds at most, while everything else is answered', async () => {
    const storage = await openAsUsual()
    let begun = 0
    const stuck = Array.from({ length: 11 }, (_, employeeId) =>
      storage.change<never, never>([employeeId], () => {
        begun += 1
        return new Promise(() => {})
      }),
    )
    // Refused, or made in the moment in which those that are stuck are cut off.
    const further = book(storage, { employeeId: 99 }).catch((fault: unknown) => fault)
    const began = performance.now()
    const answered = further.then(() => performance.now() - began)
    const all = Promise.all(stuck.map((change) => within(2000, change)))
    await until(
      async () => begun === stuck.length || undefined,
      () => `Only ${begun} changes have begun.`,
    )
    await storage.ping()
    expect(await storage.catalog.getCatalog()).toMatchObject({ services: [] })
    expect(await present.ephemeral.countEvent('k', 1, 60, MONDAY)).toEqual({ ok: true })
    await all
    expect(await answered).toBeLessThan(2000)
    expect((await book(storage, { employeeId: 98 })).ok).toBe(true)
  })

  it('that the server does not give are refused within two seconds, while those there are go on', async () => {
    const storage = await openAsUsual()
    await storage.ping()
    await book(storage)
    const others: Driver[] = []
    const full = async () => {
      for (;;) {
        const one = await createConnection({ uri: present.url }).catch(
          (error: { errno?: number }) => error.errno,
        )
        if (one === 1040) return
        if (typeof one === 'object') others.push(one)
      }
    }
    await full()
    ends.push(async () => {
      for (const one of others) one.destroy()
    })
    const stranger = createMysqlStorage({ url: present.url, tablePrefix: 'wp_' })
    await within(2000, stranger)
    const bookings = Array.from({ length: 8 }, (_, employee) => book(storage, { employeeId: 10 + employee }))
    expect((await Promise.all(bookings)).every(({ ok }) => ok)).toBe(true)
    await storage.ping()
  })
})

describe('a server that is read-only', () => {
  afterEach(async () => {
    await server.query('SET GLOBAL read_only = 0')
  })

  it('is unavailable for changes and goes on answering', async () => {
    const { storage } = present
    const record = await booked(storage)
    await server.query('SET GLOBAL read_only = 1')
    await expect(book(storage, { employeeId: 2 })).rejects.toMatchObject({
      ...UNAVAILABLE,
      message: 'The database is read-only.',
    })
    expect(await storage.appointments.findAppointment({ id: record.id })).toEqual(record)
    await server.query('SET GLOBAL read_only = 0')
    expect((await book(storage, { employeeId: 2 })).ok).toBe(true)
  })
})

it('names no value, no address and no password in what it throws', async () => {
  const { storage } = present
  const secret = 'ada.secret@example.com'
  const reply = { scope: secret, bodyFingerprint: 'b', appointmentId: 1, reply: secret, createdAt: MONDAY }
  const saved = () => commit(storage, (tx) => tx.idempotency.saveReply(reply))
  await saved()
  const fault = await saved().catch((error: unknown) => error)
  expect(fault).toMatchObject({ name: 'DatabaseFault', errno: 1062 })
  const { message, stack, ...others } = fault as Error
  expect(JSON.stringify([message, stack, others])).not.toContain(secret)
  const wrong = createMysqlStorage({
    url: present.url.replace(':appointease@', ':hunter2@'),
    tablePrefix: 'wp_',
  })
  const refusal = await wrong.catch((error: unknown) => error)
  expect(refusal).toMatchObject({ name: 'DatabaseUnusable' })
  expect(`${refusal}${(refusal as Error).stack}${JSON.stringify(refusal)}`).not.toContain('hunter2')
})
