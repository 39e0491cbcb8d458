import { copies, copy, freshBusiness, watched } from '@appointease/testkit/copies.ts'
import { sharedMariadb } from '@appointease/testkit/engines/mariadb.ts'
import { MARIADBD } from '@appointease/testkit/engines/programs.ts'
import { everyRow } from '@appointease/testkit/everyRow.ts'
import { problemsOfMysql } from '@appointease/testkit/mysqlGrammar.ts'
import { fillRichly } from '@appointease/testkit/richBusiness.ts'
import { book } from '@appointease/testkit/storage/harness.ts'
import { describe, expect, it } from 'vitest'
import { columnsOf, DATA_TABLES, type DataTable } from '../adapters/tables/columns.ts'
import type { Database, Snapshot } from '../adapters/tables/database.ts'
import { tableNames } from '../adapters/tables/schema.ts'
import { isEqual } from './copyDatabase.ts'

const { rich, anotherFile, anotherOnMariadb, open, openRich, sentToMysql } = copies()

describe('what goes along', () => {
  it('is in the test: something in every table', () => {
    const found = everyRow(rich().path, 'wp_')
    const rowsOf = (table: DataTable) => found[tableNames('wp_')[table].slice('wp_'.length)] ?? []
    expect(DATA_TABLES.filter((table) => rowsOf(table).length === 0)).toEqual([])
  })

  it('is every column of every table of the product', async () => {
    const tables = tableNames('wp_')
    const known = DATA_TABLES.map((table) => [tables[table], [...columnsOf(table)].sort()])
    const there = await rich().runSql(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'wp%'",
    )
    const present = await Promise.all(
      there.map(async ({ name }) => {
        const columns = await rich().runSql(`SELECT name FROM pragma_table_info('${name}') ORDER BY name`)
        return [name, columns.map((column) => column.name).filter((column) => column !== 'option_id')]
      }),
    )
    const ofTheDatabase: readonly string[] = [tables.migrations, tables.changes]
    const own = present.filter(([name]) => !ofTheDatabase.includes(String(name)))
    expect(Object.fromEntries(known)).toEqual(Object.fromEntries(own))
  })

  it('is every row as it is, and where counting goes on', async () => {
    const target = anotherFile()
    const copied = await copy(openRich(), open(target))
    expect(copied.ok && copied.value.every(isEqual)).toBe(true)
    expect(everyRow(target.path, 'wp_')).toEqual(everyRow(rich().path, 'wp_'))
  })

  it('goes under other names where the prefix is another', async () => {
    const target = anotherFile()
    expect(await copy(openRich(), open(target, 'shop_'))).toMatchObject({ ok: true })
    expect(everyRow(target.path, 'shop_')).toEqual(everyRow(rich().path, 'wp_'))
  })

  it('is one committed state, whatever is booked meanwhile', async () => {
    const business = await freshBusiness()
    await fillRichly(business)
    const before = everyRow(business.path, 'wp_')
    const target = anotherFile()
    const to = watched(open(target), async (_write, number) => {
      if (number < 5) await book(business.storage, { employeeId: 100 + number })
    })
    expect(await copy(open({ kind: 'sqlite', path: business.path }), to)).toMatchObject({ ok: true })
    expect(everyRow(target.path, 'wp_')).toEqual(before)
  })

  it('is read and written some hundreds of rows at a time', async () => {
    const business = await freshBusiness()
    const insert = `INSERT INTO wp_appointease_sessions SELECT 'token ' || value, 'a@b.c', 1, 2 FROM generate_series`
    const numbers =
      'WITH RECURSIVE generate_series(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM generate_series WHERE value < 2500) '
    await business.runSql(numbers + insert)
    const sizes: number[] = []
    const from = open({ kind: 'sqlite', path: business.path })
    const counting = (snapshot: Snapshot): Snapshot => ({
      ...snapshot,
      async *pages(table, only) {
        for await (const rows of snapshot.pages(table, only)) {
          sizes.push(rows.length)
          yield rows
        }
      },
    })
    const counted: Database = { ...from, snapshot: async () => counting(await from.snapshot()) }
    expect(await copy(counted, open(anotherFile()))).toMatchObject({ ok: true })
    expect([Math.max(...sizes), sizes.reduce((sum, size) => sum + size, 0)]).toEqual([500, 2500])
  })
})

describe.skipIf(MARIADBD === undefined)('to MariaDB and back', () => {
  it('loses nothing and changes nothing', async () => {
    const [there, thereAgain, back] = [await anotherOnMariadb(), await anotherOnMariadb(), anotherFile()]
    expect(await copy(openRich(), open(there))).toMatchObject({ ok: true })
    expect(await copy(open(there), open(thereAgain, 'other_'))).toMatchObject({ ok: true })
    expect(await copy(open(thereAgain, 'other_'), open(back))).toMatchObject({ ok: true })
    expect(everyRow(back.path, 'wp_')).toEqual(everyRow(rich().path, 'wp_'))
  })

  it('is one committed state of MariaDB, whatever is written meanwhile', async () => {
    const [there, back] = [await anotherOnMariadb(), anotherFile()]
    expect(await copy(openRich(), open(there))).toMatchObject({ ok: true })
    const server = await sharedMariadb()
    const to = watched(open(back), async (_write, number) => {
      const session = [there.name, `token ${number}`]
      await server.query(
        "INSERT INTO ??.wp_appointease_sessions VALUES (?, 'eve@example.com', 1, 2)",
        session,
      )
    })
    expect(await copy(open(there), to)).toMatchObject({ ok: true })
    expect(everyRow(back.path, 'wp_')).toEqual(everyRow(rich().path, 'wp_'))
  })

  it('lets WordPress keep its options, and takes none of them along', async () => {
    const [there, back] = [await anotherOnMariadb(), anotherFile()]
    const to = open(there)
    await to.migrate()
    const server = await sharedMariadb()
    const database = there.name
    const foreign = ['blogname', '_transient_other', 'APPOINTEASE_SHOUTS', 'appointeaseX']
    for (const name of foreign)
      await server.query('INSERT INTO ??.wp_options (option_name, option_value) VALUES (?, ?)', [
        database,
        name,
        'theirs',
      ])
    expect(await copy(openRich(), to)).toMatchObject({ ok: true })
    expect(await copy(open(there), open(back))).toMatchObject({ ok: true })
    expect(everyRow(back.path, 'wp_')).toEqual(everyRow(rich().path, 'wp_'))
    const [kept] = await server.query(
      "SELECT COUNT(*) AS count FROM ??.wp_options WHERE option_value = 'theirs'",
      [database],
    )
    expect(Number(kept?.count)).toBe(foreign.length)
  })
})

it.skipIf(MARIADBD === undefined)('asks nothing that MySQL 5.7 or 8.0 would not understand', () => {
  expect(sentToMysql.size).toBeGreaterThan(30)
  expect([...sentToMysql].flatMap(problemsOfMysql)).toEqual([])
})
