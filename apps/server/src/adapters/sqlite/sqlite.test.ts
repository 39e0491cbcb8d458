import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { aHistoryEntry, anAppointment, MONDAY } from '@appointease/testkit/builders.ts'
import { type SqliteUnderTest, sqliteUnderTest } from '@appointease/testkit/sqliteUnderTest.ts'
import { book, booked, commit } from '@appointease/testkit/storage/harness.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Connection } from './connection.ts'
import { createSqliteStorage } from './index.ts'
import { Turns, Writer } from './writer.ts'

let present: SqliteUnderTest
beforeEach(async () => {
  present = await sqliteUnderTest()
})
afterEach(() => present.dispose())

const planOf = async (sql: string) => {
  const steps = await present.runSql(`EXPLAIN QUERY PLAN ${sql}`)
  return steps.map((step) => String(step.detail)).join('; ')
}

describe('the no-overlap triggers', () => {
  it.each(['INSERT OR REPLACE', 'INSERT OR IGNORE', 'REPLACE'])('cannot be got round by %s', async (verb) => {
    await booked(present.storage)
    const copy =
      'service_id, employee_id, appointment_date, slot_start, slot_end, occupied_start, occupied_end'
    const rest =
      'time_zone, name, email, price_minor, currency, service_name, employee_name, made_at, changed_at'
    const sql = `${verb} INTO wp_appointments (strong_id, status, ${copy}, ${rest})
      SELECT 'APT-OTHER', 'pending', ${copy}, ${rest} FROM wp_appointments`
    await expect(present.runSql(sql)).rejects.toThrow('slot taken')
    expect(await present.runSql('SELECT id FROM wp_appointments')).toHaveLength(1)
  })

  it.each(['UPDATE OR REPLACE', 'UPDATE OR IGNORE'])('cannot be got round by %s', async (verb) => {
    await booked(present.storage)
    await booked(present.storage, { employeeId: 2 })
    await expect(present.runSql(`${verb} wp_appointments SET employee_id = 1`)).rejects.toThrow('slot taken')
  })

  it('look at one employee’s two days through an index', async () => {
    const plan = await planOf(`SELECT 1 FROM wp_appointments WHERE employee_id = 1
      AND status IN ('pending', 'confirmed', 'completed') AND occupied_start < 9 AND occupied_start > 1 AND occupied_end > 2`)
    expect(plan).toBe(
      'SEARCH wp_appointments USING COVERING INDEX wp_appointments_occupied (employee_id=? AND occupied_start>? AND occupied_start<?)',
    )
  })
})

it('finds transients by a range of the unique index', async () => {
  const plan = await planOf(`SELECT option_name, option_value FROM wp_options
    WHERE option_name >= '_transient_a' AND option_name < '_transient_b' ORDER BY option_name`)
  expect(plan).toMatch(/^SEARCH wp_options USING INDEX \S+ \(option_name>\? AND option_name<\?\)$/)
})

it('is sound after many changes, and in write-ahead mode', async () => {
  for (let employeeId = 1; employeeId <= 20; employeeId++) await book(present.storage, { employeeId })
  const [integrity] = await present.runSql('PRAGMA integrity_check')
  const [journal] = await present.runSql('PRAGMA journal_mode')
  expect([integrity?.integrity_check, journal?.journal_mode]).toEqual(['ok', 'wal'])
})

it('keeps the tables of two prefixes in one file apart', async () => {
  const other = await createSqliteStorage({ path: present.path, tablePrefix: 'site2_' })
  await book(present.storage)
  expect(await other.storage.appointments.findAppointment({ id: 1 })).toBeUndefined()
  expect((await book(other.storage)).ok).toBe(true)
  await other.storage.close()
})

it('works on the options table of a WordPress that was there first', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'appointease-'))
  const path = join(folder, 'wordpress.db')
  const wordpress = new DatabaseSync(path)
  wordpress.exec(`CREATE TABLE wp_options (option_id INTEGER PRIMARY KEY AUTOINCREMENT,
    option_name TEXT NOT NULL DEFAULT '' COLLATE NOCASE UNIQUE, option_value TEXT NOT NULL COLLATE NOCASE,
    autoload TEXT NOT NULL DEFAULT 'yes' COLLATE NOCASE);
    INSERT INTO wp_options (option_name, option_value) VALUES ('siteurl', 'https://example.com')`)
  const { storage, ephemeral } = await createSqliteStorage({ path, tablePrefix: 'wp_' })
  expect(await ephemeral.countEvent('k', 1, 60, MONDAY)).toEqual({ ok: true })
  expect((await ephemeral.countEvent('k', 1, 60, MONDAY)).ok).toBe(false)
  expect(
    wordpress.prepare("SELECT option_value FROM wp_options WHERE option_name = 'siteurl'").get(),
  ).toEqual({
    option_value: 'https://example.com',
  })
  wordpress.close()
  await storage.close()
  await rm(folder, { recursive: true })
})

it('refuses a change inside a change instead of waiting for itself', async () => {
  const { storage } = present
  await expect(commit(storage, () => book(storage))).rejects.toThrow('inside another one')
  expect((await book(storage)).ok).toBe(true)
})

describe('a database that another process is writing to', () => {
  it('is waited for, while reads go on and the process answers', async () => {
    const other = new DatabaseSync(present.path)
    other.exec('BEGIN IMMEDIATE')
    const booking = book(present.storage)
    expect(await present.storage.appointments.findAppointment({ id: 1 })).toBeUndefined()
    await new Promise(setImmediate)
    other.exec('COMMIT')
    other.close()
    expect((await booking).ok).toBe(true)
  })

  it('is unavailable when patience ends, and nothing was written', async () => {
    const impatient = await createSqliteStorage({ ...present, patienceMilliseconds: 20 })
    const other = new DatabaseSync(present.path)
    other.exec('BEGIN IMMEDIATE')
    await expect(book(impatient.storage)).rejects.toMatchObject({ name: 'StorageUnavailable' })
    other.exec('COMMIT')
    other.close()
    expect(await impatient.storage.appointments.findAppointment({ id: 1 })).toBeUndefined()
    expect((await book(impatient.storage)).ok).toBe(true)
    await impatient.storage.close()
  })
})

describe('a queue behind a database that stays locked', () => {
  it('ends for all at once when the patience of each has ended, not one after another', async () => {
    const patienceMilliseconds = 200
    const impatient = await createSqliteStorage({ ...present, patienceMilliseconds })
    const other = new DatabaseSync(present.path)
    other.exec('BEGIN IMMEDIATE')
    const began = performance.now()
    const ends = await Promise.allSettled(Array.from({ length: 20 }, () => book(impatient.storage)))
    expect(performance.now() - began).toBeLessThan(5 * patienceMilliseconds)
    for (const end of ends)
      expect(end).toMatchObject({ status: 'rejected', reason: { name: 'StorageUnavailable' } })
    other.exec('COMMIT')
    other.close()
    expect((await book(impatient.storage)).ok).toBe(true)
    await impatient.storage.close()
  })

  it('takes no more than can be served', async () => {
    const turns = new Turns(60_000)
    let free = () => {}
    const first = turns.take(() => new Promise<void>((resolve) => (free = resolve)))
    await new Promise(setImmediate)
    const waiting = Array.from({ length: 2000 }, () => turns.take(async () => undefined))
    await expect(turns.take(async () => undefined)).rejects.toMatchObject({ name: 'StorageUnavailable' })
    free()
    await Promise.all([first, ...waiting])
    await turns.take(async () => undefined)
  })
})

describe('a database that cannot do its work', () => {
  it('is unavailable where its folder is missing or its file is something else', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'appointease-'))
    const file = join(folder, 'letter.txt')
    await writeFile(file, 'Dear Sir or Madam, this is no database. '.repeat(200))
    for (const path of [join(folder, 'missing', 'a.db'), file]) {
      const opening = createSqliteStorage({ path, tablePrefix: 'wp_' })
      await expect(opening).rejects.toMatchObject({ name: 'StorageUnavailable', cause: expect.any(Error) })
    }
    await rm(folder, { recursive: true })
  })

  it('is unavailable while its disk is full, is whole afterwards and works again', async () => {
    const connection = await Connection.open(present.path, 'full')
    const writer = new Writer(connection, new Turns())
    const [pages] = await present.runSql('PRAGMA page_count')
    connection.exec(`PRAGMA max_page_count = ${pages?.page_count}`)
    const insert = () =>
      writer.transact(() =>
        connection.runSql('INSERT INTO wp_options (option_name, option_value) VALUES (?, ?)', [
          'big',
          'x'.repeat(100_000),
        ]),
      )
    await expect(insert()).rejects.toMatchObject({ name: 'StorageUnavailable' })
    expect(await present.runSql("SELECT option_id FROM wp_options WHERE option_name = 'big'")).toEqual([])
    connection.exec('PRAGMA max_page_count = 100000')
    await insert()
    connection.close()
    expect(await present.runSql('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
  })

  it('names neither file, address nor statement in what it throws', async () => {
    const { storage } = present
    await storage.close()
    const work = commit(storage, (tx) => tx.appointments.insertAppointment(anAppointment(), aHistoryEntry()))
    const fault = await work.catch((error: Error) => error.message)
    expect(fault).toBe('The database is closed.')
  })
})

it.each(['', 'has space', 'quote"', 'a'.repeat(21), 'ü_'])(
  'takes no table prefix such as %j',
  async (tablePrefix) => {
    await expect(createSqliteStorage({ path: present.path, tablePrefix })).rejects.toThrow(RangeError)
  },
)
