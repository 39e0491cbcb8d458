import { minutes, plus } from '@appointease/domain'
import { aService, TUESDAY_TEN } from '@appointease/testkit/builders.ts'
import { type MysqlUnderTest, mysqlUnderTest } from '@appointease/testkit/mysqlUnderTest.ts'
import { booked, change } from '@appointease/testkit/storage/harness.ts'
import { createConnection } from 'mysql2/promise'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let present: MysqlUnderTest
let ends: (() => Promise<unknown>)[]

beforeEach(async () => {
  present = await mysqlUnderTest()
  ends = []
})
afterEach(async () => {
  for (const end of ends) await end()
  await present.dispose()
})

async function prompt() {
  const connection = await createConnection({ uri: present.url })
  ends.push(() => connection.end())
  return connection
}

const insertByHand = (employeeId: number, startMinutes: number, strongId: string) => {
  const start = plus(TUESDAY_TEN, minutes(startMinutes))
  const end = plus(start, minutes(30))
  return `INSERT INTO wp_appointments (strong_id, status, service_id, employee_id, appointment_date, slot_start, slot_end,
    occupied_start, occupied_end, time_zone, name, email, notes, price_minor, currency, service_name, employee_name,
    fields, made_at, changed_at)
    VALUES ('${strongId}', 'confirmed', 1, ${employeeId}, NOW(), ${start}, ${end}, ${start}, ${end}, 'UTC', '', '', '', 0,
    'USD', '', '', '{}', 0, 0)`
}

const pieces = () =>
  present.runSql(
    'SELECT employee_id, seats, unresolved FROM wp_appointease_occupancy ORDER BY employee_id, quantum',
  )

describe('the pieces of five minutes', () => {
  it('are as many as an appointment occupies, and none once it is cancelled or deleted', async () => {
    const { storage, runSql } = present
    const record = await booked(storage, { bufferBeforeMinutes: 5 })
    await booked(storage, { employeeId: 2 })
    expect(await pieces()).toHaveLength(7 + 6)
    await change(storage, { ...record, status: 'cancelled' })
    expect(await pieces()).toHaveLength(6)
    await runSql('DELETE FROM wp_appointments')
    expect(await pieces()).toEqual([])
    expect(await runSql('SELECT id FROM wp_appointease_history')).toEqual([])
  })

  it('count the persons of a group and those who overlap it, and are given back by each', async () => {
    const { storage, runSql } = present
    const serviceId = await storage.catalog.saveService(aService({ capacity: 2 }))
    await booked(storage, { serviceId, durationMinutes: 5 })
    const second = await booked(storage, { serviceId, durationMinutes: 5 })
    await runSql('UPDATE wp_appointments SET unresolved_collision = 1 WHERE id = 1')
    expect(await pieces()).toEqual([{ employee_id: 1, seats: 1, unresolved: 1 }])
    await change(storage, { ...second, status: 'cancelled' })
    expect(await pieces()).toEqual([{ employee_id: 1, seats: 0, unresolved: 1 }])
    await runSql('DELETE FROM wp_appointments')
    expect(await pieces()).toEqual([])
  })

  it('are moved with an appointment, where it overlaps its own time too', async () => {
    const { storage } = present
    const record = await booked(storage)
    const slot = { start: plus(TUESDAY_TEN, -minutes(10)), end: plus(TUESDAY_TEN, minutes(20)) }
    await change(storage, { ...record, slot, occupied: slot })
    expect(await pieces()).toEqual(Array(6).fill({ employee_id: 1, seats: 1, unresolved: 0 }))
  })

  it.each(['INSERT IGNORE', 'REPLACE'])('cannot be got round by %s', async (verb) => {
    await booked(present.storage)
    const sql = insertByHand(1, 15, 'APT-OTHER').replace('INSERT', verb)
    await expect(present.runSql(sql)).rejects.toThrow('slot taken')
    expect(await present.runSql('SELECT id FROM wp_appointments')).toHaveLength(1)
    expect(await pieces()).toHaveLength(6)
  })

  it('cannot be got round by UPDATE IGNORE', async () => {
    await booked(present.storage)
    await booked(present.storage, { employeeId: 2 })
    await expect(present.runSql('UPDATE IGNORE wp_appointments SET employee_id = 1')).rejects.toThrow(
      'slot taken',
    )
  })

  it('cannot be got round in a mode that mends faulty data', async () => {
    await booked(present.storage)
    const { runSql } = present
    await runSql("SET SESSION sql_mode = ''")
    await expect(runSql(insertByHand(1, 15, 'APT-OTHER'))).rejects.toThrow('slot taken')
    const faulty = insertByHand(1, 60, 'APT-OTHER').replace("'confirmed'", "'maybe'")
    await expect(runSql(faulty)).rejects.toThrow('not an appointment')
  })

  it('refuse also from an old snapshot, in which the time is free', async () => {
    const [old, other] = [await prompt(), await prompt()]
    await other.query(insertByHand(1, 0, 'APT-GONE'))
    await old.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
    await old.query('START TRANSACTION')
    await old.query('SELECT COUNT(*) FROM wp_appointments')
    // The group that the snapshot shows gives way to another one.
    await other.query('DELETE FROM wp_appointments')
    await other.query(insertByHand(1, 15, 'APT-NEW'))
    await expect(old.query(insertByHand(1, 0, 'APT-OLD'))).rejects.toThrow('slot taken')
    await old.query('ROLLBACK')
  })

  it('let one of many have the time who write past the adapter at once', async () => {
    const prompts = await Promise.all(Array.from({ length: 8 }, prompt))
    for (let round = 0; round < 10; round++) {
      const ends = await Promise.allSettled(
        prompts.map((one, at) =>
          one
            .query(insertByHand(round, (at % 3) * 5, `APT-${round}-${at}`))
            .catch((error: { errno?: number }) => {
              // A deadlock is a refusal that may be tried again.
              expect([1644, 1213]).toContain(error.errno)
              throw error
            }),
        ),
      )
      expect(ends.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1)
    }
    expect((await present.runSql('SELECT COUNT(*) AS found FROM wp_appointments'))[0]?.found).toBeGreaterThan(
      5,
    )
  })
})

describe('rules that MySQL 5.7 would not hold by itself', () => {
  it.each([
    'duration_minutes = 7',
    'capacity = 0',
    'price_minor = -1',
    'buffer_after_minutes = 2880',
    'slot_step_minutes = 0',
    'active = 2',
  ])('refuse a service with %s', async (assignment) => {
    await present.storage.catalog.saveService(aService())
    await expect(present.runSql(`UPDATE wp_appointease_services SET ${assignment}`)).rejects.toThrow(
      'not a service',
    )
  })

  it('refuse hours and answers that are no JSON', async () => {
    await booked(present.storage)
    await expect(present.runSql("UPDATE wp_appointments SET fields = '{'")).rejects.toThrow(
      'not an appointment',
    )
  })
})
