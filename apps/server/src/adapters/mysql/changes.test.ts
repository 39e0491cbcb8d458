import { aLock, MONDAY } from '@appointease/testkit/builders.ts'
import { MARIADBD } from '@appointease/testkit/engines/programs.ts'
import { type MysqlUnderTest, mysqlUnderTest } from '@appointease/testkit/mysqlUnderTest.ts'
import { commit } from '@appointease/testkit/storage/harness.ts'
import { type Connection, createConnection } from 'mysql2/promise'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ChangeLog } from '../../ports/slotEvents.ts'

describe.skipIf(MARIADBD === undefined)('the log of changes, of what is committed late,', () => {
  let present: MysqlUnderTest
  let log: ChangeLog
  /** Somebody who takes their time between writing and committing. */
  let slow: Connection

  beforeEach(async () => {
    present = await mysqlUnderTest()
    slow = await createConnection({ uri: present.url })
    log = (await present.reopen()).changes
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    slow.destroy()
    await present.dispose()
  })

  const lock = (employeeId: number) =>
    commit(present.storage, (tx) => tx.locks.putLock(aLock({ employeeId, owner: `v_${employeeId}` })))
  const told = async () => (await log.read()).map((news) => news?.employeeId)

  async function writeWithoutCommitting(rows: number): Promise<void> {
    await slow.query('START TRANSACTION')
    await slow.query(`INSERT INTO wp_appointease_changes (employee_id, date, made_at)
      SELECT 100 + seq, '2026-11-24', '2001-01-01' FROM seq_1_to_${rows}`)
  }

  /** Nobody waits for it: what has passed for those who ask how late it is. */
  function pass(milliseconds: number): void {
    const later = performance.now() + milliseconds
    vi.spyOn(performance, 'now').mockReturnValue(later)
  }

  it('tells at the next look, however much it is', async () => {
    await lock(1)
    await log.read()
    await writeWithoutCommitting(3000)
    await lock(2)
    expect(await told()).toEqual([2])
    await slow.query('COMMIT')
    expect(new Set(await told()).size).toBe(3000)
    expect(await told()).toEqual([])
  })

  it('tells within seconds, however late it is', async () => {
    await lock(1)
    await log.read()
    await writeWithoutCommitting(1)
    await lock(2)
    expect(await told()).toEqual([2])
    pass(600_000)
    expect(await told()).toEqual([])
    await slow.query('COMMIT')
    pass(5_000)
    expect(await told()).toEqual([101])
  })

  it('tells also where it was written before the first look', async () => {
    await lock(1)
    await writeWithoutCommitting(1)
    await lock(2)
    await log.read()
    await slow.query('COMMIT')
    expect(await told()).toEqual([101])
  })

  it('tells within seconds where more numbers than are asked for at each look have been left out since', async () => {
    await lock(1)
    await log.read()
    await writeWithoutCommitting(1)
    await present.runSql(`INSERT INTO wp_appointease_changes (id, employee_id, date)
      SELECT 1000 + 2 * seq, 1, '2026-11-24' FROM seq_1_to_510`)
    expect(await told()).toHaveLength(510)
    await slow.query('COMMIT')
    expect(await told()).toEqual([])
    pass(5_000)
    expect(await told()).toEqual([101])
  })

  it('keeps it until everybody has had the time to read it', async () => {
    await lock(1)
    await writeWithoutCommitting(1)
    await lock(2)
    await lock(3)
    const rows = await present.runSql('SELECT id FROM wp_appointease_changes')
    for (const { id } of rows)
      await present.runSql('UPDATE wp_appointease_changes SET made_at = ? WHERE id = ?', [
        '2001-01-01',
        id as number,
      ])
    await log.read()
    const { removeExpired } = present.storage
    await removeExpired(MONDAY)
    await slow.query('COMMIT')
    await removeExpired(MONDAY)
    expect(await told()).toEqual([101])
    await removeExpired(MONDAY)
    expect(await present.runSql('SELECT employee_id FROM wp_appointease_changes')).toEqual([
      { employee_id: 3 },
    ])
  })
})
