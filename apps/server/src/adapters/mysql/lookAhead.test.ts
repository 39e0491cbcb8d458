import { minutes, plus } from '@appointease/domain'
import {
  aHistoryEntry,
  aLock,
  anAppointment,
  aService,
  MONDAY,
  TUESDAY_TEN,
} from '@appointease/testkit/builders.ts'
import { until } from '@appointease/testkit/engines/until.ts'
import { type MysqlUnderTest, mysqlUnderTest } from '@appointease/testkit/mysqlUnderTest.ts'
import { booked, commit } from '@appointease/testkit/storage/harness.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseAddress } from './address.ts'
import { Connection } from './connection.ts'

let present: MysqlUnderTest
let statements: string[]
beforeEach(async () => {
  statements = []
  present = await mysqlUnderTest({ onStatement: (sql) => statements.push(sql) })
})
afterEach(() => present.dispose())

const { occupied } = anAppointment()
const about = { employeeId: 1, date: aLock().date, occupied }

function somebodySends(words: string): Promise<unknown> {
  const waiting = `SELECT 1 FROM information_schema.PROCESSLIST WHERE id <> CONNECTION_ID() AND info LIKE '%${words}%'`
  return until(
    async () => (await present.runSql(waiting))[0],
    () => 'Nobody waits.',
  )
}

describe('what a change asks ahead', () => {
  it('is as it was when the change had its employee to itself', async () => {
    const { storage } = present
    for (const employeeId of [1, 2]) {
      const theirs = { ...about, employeeId }
      const before = await storage.catalog.getCatalog()
      let waiting: Promise<unknown> | undefined
      const seen: unknown[] = []
      await storage.change<number, never>([employeeId], async (tx) => {
        waiting = storage.change<undefined, never>(
          [employeeId],
          async (own) => {
            const dates = [about.date]
            seen.push(await own.appointments.listOccupations([employeeId], occupied))
            seen.push(await own.locks.listLocks(employeeId, dates, MONDAY))
            seen.push((await own.catalog()).version, (await own.epoch(true)).number)
            return { ok: true, value: undefined }
          },
          theirs,
        )
        await somebodySends('FOR UPDATE')
        await storage.catalog.saveService(aService())
        await tx.locks.putLock(aLock({ employeeId, owner: `v_${employeeId}` }))
        const inserted = await tx.appointments.insertAppointment(
          anAppointment({ employeeId }),
          aHistoryEntry(),
        )
        return { ok: true, value: inserted.ok ? inserted.id : 0 }
      })
      await waiting
      const [occupations, locks, version, epoch] = seen
      expect(occupations).toMatchObject([{ employeeId }])
      expect(locks).toMatchObject([{ employeeId }])
      expect(version).toBe((await storage.catalog.getCatalog()).version)
      expect(version).not.toBe(before.version)
      expect(epoch).toBe(0)
    }
  })

  it('is not taken for what the change has made since', async () => {
    const outcome = await present.storage.change<number, never>(
      [1],
      async (tx) => {
        await tx.appointments.insertAppointment(anAppointment(), aHistoryEntry())
        return { ok: true, value: (await tx.appointments.listOccupations([1], occupied)).length }
      },
      about,
    )
    expect(outcome).toEqual({ ok: true, value: 1 })
  })

  it('is asked for once', async () => {
    await booked(present.storage, { start: plus(TUESDAY_TEN, minutes(600)) })
    await present.storage.catalog.getCatalog()
    statements = []
    await present.storage.change<undefined, never>(
      [1],
      async (tx) => {
        await tx.epoch(true)
        await tx.catalog()
        await tx.appointments.listOccupations([1], occupied)
        await tx.locks.listLocks(1, [about.date], MONDAY)
        return { ok: true, value: undefined }
      },
      about,
    )
    const looks = statements.filter((sql) => sql.includes('SELECT'))
    expect(looks.map((sql) => /FROM (\w+)/.exec(sql)?.[1])).toEqual([
      'wp_appointease_mutexes',
      'wp_options',
      'wp_options',
      'wp_appointease_occupancy',
    ])
  })
})

it('has its employee not yet while it adds the name of an address that was never heard of', async () => {
  const { storage, runSql } = present
  const mutexes = 'wp_appointease_mutexes'
  await runSql(`INSERT INTO ${mutexes} (name) VALUES ('a'), ('b'), ('employee:1')`)
  // Whoever reads repeatably keeps new names out from between those that it has read.
  await runSql('START TRANSACTION')
  await runSql(`SELECT name FROM ${mutexes} WHERE name >= 'a' AND name < 'b' FOR UPDATE`)
  const done = async () => ({ ok: true, value: undefined }) as const
  const adding = storage.change<undefined, never>([1], done, { ...about, address: '77' })
  await somebodySends('INSERT IGNORE')
  expect(await storage.change<undefined, never>([1], done)).toMatchObject({ ok: true })
  await runSql('ROLLBACK')
  expect(await adding).toMatchObject({ ok: true })
})

describe('several statements in one go', () => {
  const nasty = `x'; DELETE FROM wp_appointments; -- ? \\' " \` /*! ; */ \\`

  it('take no value for a statement', async () => {
    const { storage } = present
    const record = await booked(storage, { notes: nasty, name: nasty })
    await commit(storage, (tx) => tx.locks.putLock(aLock({ owner: nasty, tokenFingerprint: nasty })))
    expect(await storage.appointments.findAppointment({ id: record.id })).toMatchObject({
      notes: nasty,
      name: nasty,
    })
    expect(await storage.locks.listLocks([1], [about.date], MONDAY)).toMatchObject([{ owner: nasty }])
  })

  it('are refused unsent where one has a semicolon in it', async () => {
    const address = parseAddress(present.url)
    const options = { autocommit: true, inOneGo: true }
    const connection = await Connection.open(address, performance.now() + 5000, options)
    const together = [
      { sql: 'SELECT 1; SELECT 2', parameters: [] },
      { sql: 'SELECT 3', parameters: [] },
    ]
    await expect(connection.sendAll(together, true)).rejects.toThrow('semicolon')
    connection.close()
  })
})
