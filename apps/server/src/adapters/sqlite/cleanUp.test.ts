import { minutes, plus } from '@appointease/domain'
import { MONDAY } from '@appointease/testkit/builders.ts'
import { type SqliteUnderTest, sqliteUnderTest } from '@appointease/testkit/sqliteUnderTest.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const LATER = plus(MONDAY, minutes(60))
const EXPIRED = 50_000
const AT_ONCE = 200

describe('the clean-up after a busy spell', () => {
  let present: SqliteUnderTest

  beforeEach(async () => {
    present = await sqliteUnderTest()
  })
  afterEach(() => present.dispose())

  /** Rows of each number from 1. */
  const numbers = (count: number) =>
    `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})`

  async function leave(count: number): Promise<void> {
    const rows = [
      ['_transient_appointease_rate_', `{"count":1,"expires_at":${MONDAY}}`],
      ['_transient_timeout_appointease_rate_', String(MONDAY / 1000)],
    ]
    for (const [name, value] of rows)
      await present.runSql(
        `INSERT INTO wp_options (option_name, option_value, autoload)
        ${numbers(count)} SELECT '${name}' || n, ?, 'no' FROM numbers`,
        [value ?? ''],
      )
    await present.runSql(`INSERT INTO wp_appointease_sessions (token_fingerprint, email, created_at, expires_at)
      ${numbers(count)} SELECT 't' || n, 'ada', ${MONDAY}, ${MONDAY} FROM numbers`)
  }

  async function left(): Promise<number[]> {
    const rows = await present.runSql(
      `SELECT COUNT(*) AS found FROM wp_options WHERE option_name LIKE '%appointease_rate_%'
      UNION ALL SELECT COUNT(*) FROM wp_appointease_sessions`,
    )
    return rows.map(({ found }) => Number(found))
  }

  it('removes fifty thousand of a kind, and lets others in after every few hundred', async () => {
    await leave(EXPIRED)
    let isDone = false
    let turns = 0
    const done = present.storage.removeExpired(LATER).finally(() => {
      isDone = true
    })
    while (!isDone) {
      await new Promise((resolve) => setImmediate(resolve))
      turns += 1
    }
    await done
    expect(await left()).toEqual([0, 0])
    expect(turns).toBeGreaterThan((2 * EXPIRED) / AT_ONCE)
  })

  it('tells of every table that it cannot clean, and cleans the others', async () => {
    await leave(1)
    await present.runSql('ALTER TABLE wp_appointease_codes RENAME TO elsewhere')
    await present.runSql('ALTER TABLE wp_appointease_outbox RENAME TO away')
    await expect(present.storage.removeExpired(LATER)).rejects.toMatchObject({
      name: 'AggregateError',
      errors: [expect.any(Error), expect.any(Error)],
    })
    expect(await left()).toEqual([0, 0])
  })
})
