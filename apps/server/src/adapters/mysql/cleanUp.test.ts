import { minutes, plus } from '@appointease/domain'
import { MONDAY } from '@appointease/testkit/builders.ts'
import { MARIADBD } from '@appointease/testkit/engines/programs.ts'
import { type MysqlUnderTest, mysqlUnderTest } from '@appointease/testkit/mysqlUnderTest.ts'
import { createConnection } from 'mysql2/promise'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Storage } from '../../ports/storage.ts'
import { createMysqlStorage } from './index.ts'

const LATER = plus(MONDAY, minutes(60))
const EXPIRED = 50_000

describe.skipIf(MARIADBD === undefined)('the clean-up after a busy spell', () => {
  let present: MysqlUnderTest
  /** With the patience that the product has. */
  let storage: Storage

  beforeEach(async () => {
    present = await mysqlUnderTest()
    const opened = await createMysqlStorage({ url: present.url, tablePrefix: 'wp_' })
    storage = opened.storage
  })
  afterEach(async () => {
    await storage.close()
    await present.dispose()
  })

  /** Transients that ended on MONDAY, counted through. */
  async function leave(count: number): Promise<void> {
    const rows = [
      ['_transient_appointease_rate_', `'{"count":1,"expires_at":${MONDAY}}'`],
      ['_transient_timeout_appointease_rate_', `'${MONDAY / 1000}'`],
    ]
    for (const [name, value] of rows)
      await present.runSql(`INSERT INTO wp_options (option_name, option_value, autoload)
        SELECT CONCAT('${name}', LPAD(seq, 8, '0')), ${value}, 'no' FROM seq_1_to_${count}`)
  }

  async function left(): Promise<number> {
    const [row] = await present.runSql(
      "SELECT COUNT(*) AS found FROM wp_options WHERE option_name LIKE '%appointease_rate_%'",
    )
    return Number(row?.found)
  }

  it('removes fifty thousand transients, however many a transaction has time for', async () => {
    await leave(EXPIRED)
    await storage.removeExpired(LATER)
    expect(await left()).toBe(0)
  })

  it('keeps what it has removed where it cannot go on, does all the rest, and goes on there the next time', async () => {
    await leave(2_000)
    const session = { tokenFingerprint: 't', email: 'ada', createdAt: MONDAY, expiresAt: MONDAY }
    await storage.sessions.putSession(session)
    const other = await createConnection({ uri: present.url })
    onTestFinished(() => other.destroy())
    await other.query('START TRANSACTION')
    await other.query(
      "SELECT * FROM wp_options WHERE option_name = '_transient_timeout_appointease_rate_00001001' FOR UPDATE",
    )
    await expect(storage.removeExpired(LATER)).rejects.toMatchObject({ name: 'StorageUnavailable' })
    expect(await left()).toBe(2_000)
    expect(await present.runSql('SELECT * FROM wp_appointease_sessions')).toEqual([])
    other.destroy()
    await storage.removeExpired(LATER)
    expect(await left()).toBe(0)
  })

  it('tells of every table that it cannot clean, and cleans the others', async () => {
    await leave(1)
    await present.runSql('RENAME TABLE wp_appointease_sessions TO elsewhere, wp_appointease_outbox TO away')
    await expect(storage.removeExpired(LATER)).rejects.toMatchObject({
      name: 'AggregateError',
      errors: [expect.objectContaining({ errno: 1146 }), expect.objectContaining({ errno: 1146 })],
    })
    expect(await left()).toBe(0)
  })
})
