import { minutes, plus } from '@appointease/domain'
import { aHistoryEntry, aLock, anAppointment, MONDAY, TUESDAY_TEN } from '@appointease/testkit/builders.ts'
import { sharedMariadb } from '@appointease/testkit/engines/mariadb.ts'
import { type MysqlUnderTest, mysqlUnderTest } from '@appointease/testkit/mysqlUnderTest.ts'
import { book, booked, commit } from '@appointease/testkit/storage/harness.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMysqlStorage } from './index.ts'

let present: MysqlUnderTest
beforeEach(async () => {
  present = await mysqlUnderTest()
})
afterEach(() => present.dispose())

describe('one client that claims at once with two employees', () => {
  it('ends with one lock', async () => {
    const { storage, reopen } = present
    const doors = [storage, (await reopen()).storage]
    const employees = Array.from({ length: 8 }, (_, at) => at + 1)
    await Promise.all(
      employees.map((employeeId) =>
        (doors[employeeId % 2] ?? storage)
          .change<string, never>([employeeId], async (tx) => {
            await tx.locks.findLockOfOwner('v_one', MONDAY)
            await tx.locks.putLock(aLock({ owner: 'v_one', employeeId }))
            return { ok: true, value: '' }
          })
          .catch(() => undefined),
      ),
    )
    expect(await storage.locks.listLocks(employees, [aLock().date], MONDAY)).toHaveLength(1)
  })

  it('ends with no more locks of an address than were counted', async () => {
    const { storage } = present
    const employees = Array.from({ length: 8 }, (_, at) => at + 1)
    await Promise.all(
      employees.map((employeeId) =>
        storage.change<string, 'enough'>([employeeId], async (tx) => {
          const { address } = aLock()
          if ((await tx.locks.countLocksOfAddress(address, MONDAY)) >= 3)
            return { ok: false, refusal: 'enough' }
          await tx.locks.putLock(aLock({ owner: `v_${employeeId}`, employeeId }))
          return { ok: true, value: '' }
        }),
      ),
    )
    expect(await storage.locks.listLocks(employees, [aLock().date], MONDAY)).toHaveLength(3)
  })
})

it('lets two requests of one idempotency key make one appointment, also with different employees', async () => {
  const { storage, reopen } = present
  const doors = [storage, (await reopen()).storage]
  const outcomes = await Promise.all(
    doors.map((door, at) =>
      door.change<number, 'known'>([at + 1], async (tx) => {
        if (await tx.idempotency.findReply('s')) return { ok: false, refusal: 'known' }
        const inserted = await tx.appointments.insertAppointment(
          anAppointment({ employeeId: at + 1 }),
          aHistoryEntry(),
        )
        if (!inserted.ok) throw new Error('Nothing was there.')
        const reply = { scope: 's', bodyFingerprint: String(at), appointmentId: inserted.id, reply: '{}' }
        await tx.idempotency.saveReply({ ...reply, createdAt: MONDAY })
        return { ok: true, value: inserted.id }
      }),
    ),
  )
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await present.runSql('SELECT id FROM wp_appointments')).toHaveLength(1)
})

it('never removes what was renewed while it was found to have expired', async () => {
  const { storage } = present
  const later = plus(MONDAY, minutes(11))
  await commit(storage, (tx) => tx.locks.putLock(aLock()))
  let cleaned: Promise<void> | undefined
  await commit(storage, async (tx) => {
    await tx.locks.putLock(aLock({ expiresAt: plus(later, minutes(5)) }))
    cleaned = storage.removeExpired(later)
    // The clean-up has seen the old time by the time a third party is answered through the same pool.
    for (let turn = 0; turn < 5; turn++) await storage.ping()
  })
  await cleaned
  expect(await storage.locks.listLocks([1], [aLock().date], later)).toHaveLength(1)
})

it('tells the time of the database’s clock in milliseconds', async () => {
  const server = await sharedMariadb()
  await server.query("SET GLOBAL time_zone = '+05:30'")
  const { storage } = await present.reopen()
  expect(Math.abs((await storage.now()) - Date.now())).toBeLessThan(1000)
  await server.query("SET GLOBAL time_zone = 'SYSTEM'")
})

it('finds occupations and transients through an index that has all that is needed', async () => {
  const { storage, runSql } = present
  for (let employeeId = 1; employeeId <= 60; employeeId++) await booked(storage, { employeeId })
  await runSql('ANALYZE TABLE wp_appointments')
  const [occupations] =
    await runSql(`EXPLAIN SELECT id, employee_id, service_id, slot_start, slot_end, occupied_start,
    occupied_end FROM wp_appointments WHERE status IN ('pending', 'confirmed', 'completed') AND employee_id IN (1, 2)
    AND occupied_start < ${TUESDAY_TEN + 1} AND occupied_start > ${TUESDAY_TEN - 9} AND occupied_end > ${TUESDAY_TEN}
    ORDER BY employee_id, occupied_start, occupied_end`)
  expect(occupations).toMatchObject({ type: 'range', key: 'wp_appointments_occupied' })
  expect(occupations?.Extra).toBe('Using where; Using index')
  for (let name = 0; name < 300; name++)
    await runSql('INSERT INTO wp_options (option_name, option_value) VALUES (?, ?)', [`other_${name}`, ''])
  await runSql('ANALYZE TABLE wp_options')
  const [transients] = await runSql(
    "EXPLAIN SELECT option_name, option_value FROM wp_options WHERE option_name LIKE '|_transient|_a%' ESCAPE '|'",
  )
  expect(transients).toMatchObject({ type: 'range', key: 'option_name' })
})

it('keeps the tables of two prefixes in one database apart', async () => {
  const other = await createMysqlStorage({ url: present.url, tablePrefix: 'site2_' })
  await book(present.storage)
  expect(await other.storage.appointments.findAppointment({ id: 1 })).toBeUndefined()
  expect((await book(other.storage)).ok).toBe(true)
  await other.storage.close()
})

it.each(['utf8mb4_unicode_ci', 'utf8mb4_general_ci', 'utf8mb4_bin'])(
  'works on the options table of a WordPress that was there first, with %s',
  async (collation) => {
    const server = await sharedMariadb()
    const { url, name, drop } = await server.createDatabase()
    await server.query(
      `CREATE TABLE ??.wp_options (option_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        option_name VARCHAR(191) NOT NULL DEFAULT '', option_value LONGTEXT NOT NULL,
        autoload VARCHAR(20) NOT NULL DEFAULT 'yes', UNIQUE KEY option_name (option_name), KEY autoload (autoload))
        DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation}`,
      [name],
    )
    await server.query(
      "INSERT INTO ??.wp_options (option_name, option_value) VALUES ('siteurl', 'https://a.co')",
      [name],
    )
    const { storage, ephemeral } = await createMysqlStorage({ url, tablePrefix: 'wp_' })
    expect(await ephemeral.countEvent('K', 1, 60, MONDAY)).toEqual({ ok: true })
    expect(await ephemeral.countEvent('k', 1, 60, MONDAY)).toEqual({ ok: true })
    expect((await ephemeral.countEvent('K', 1, 60, MONDAY)).ok).toBe(false)
    await commit(storage, (tx) => tx.locks.putLock(aLock()))
    expect(await storage.locks.listLocks([1], [aLock().date], MONDAY)).toEqual([aLock()])
    expect(
      await server.query("SELECT option_value FROM ??.wp_options WHERE option_name = 'siteurl'", [name]),
    ).toEqual([{ option_value: 'https://a.co' }])
    await storage.close()
    await drop()
  },
)

it.each(['', 'has space', 'quote`', 'a'.repeat(21), 'ü_'])(
  'takes no table prefix such as %j',
  async (tablePrefix) => {
    await expect(createMysqlStorage({ url: present.url, tablePrefix })).rejects.toThrow(RangeError)
  },
)
