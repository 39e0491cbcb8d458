import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { MONDAY, zone } from '@appointease/testkit/builders.ts'
import { sharedMariadb } from '@appointease/testkit/engines/mariadb.ts'
import { MARIADBD } from '@appointease/testkit/engines/programs.ts'
import { everyRow } from '@appointease/testkit/everyRow.ts'
import { fillRichly } from '@appointease/testkit/richBusiness.ts'
import { type SqliteUnderTest, sqliteUnderTest } from '@appointease/testkit/sqliteUnderTest.ts'
import { book } from '@appointease/testkit/storage/harness.ts'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createSqliteStorage } from '../adapters/sqlite/index.ts'
import { columnsOf, DATA_TABLES, type DataTable } from '../adapters/tables/columns.ts'
import type { Database, Filling, Snapshot } from '../adapters/tables/database.ts'
import { tableNames } from '../adapters/tables/schema.ts'
import type { Config } from '../config/config.ts'
import { copyDatabase, isEqual } from './copyDatabase.ts'
import { openDatabase } from './openDatabase.ts'

type Target = Config['database']

let rich: SqliteUnderTest
let folder: string
let names = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'appointease-'))
  rich = await sqliteUnderTest()
  await fillRichly(rich)
})
afterAll(async () => {
  await rich.dispose()
  await rm(folder, { recursive: true })
})

function anotherFile(): Target & { kind: 'sqlite' } {
  names += 1
  return { kind: 'sqlite', path: join(folder, `${names}.db`) }
}

async function anotherOnMariadb(): Promise<Target> {
  const { url, drop } = await (await sharedMariadb()).createDatabase()
  onTestFinished(drop)
  return { kind: 'mysql', url }
}

function open(target: Target, tablePrefix = 'wp_'): Database {
  const database = openDatabase({ database: target, tablePrefix, timeZone: zone('UTC') })
  onTestFinished(() => database.close())
  return database
}

const openRich = () => open({ kind: 'sqlite', path: rich.path })

async function freshBusiness(): Promise<SqliteUnderTest> {
  const business = await sqliteUnderTest()
  onTestFinished(() => business.dispose())
  return business
}

function copy(from: Database, to: Database, again = false) {
  names += 1
  return copyDatabase(from, to, { again, id: `copy ${names}`, now: MONDAY })
}

type Write = keyof Filling

/** The database, with `before` in front of each of its writes. */
function watched(database: Database, before: (write: Write, number: number) => unknown): Database {
  let number = 0
  const watching =
    <Given extends unknown[]>(name: Write, write: (...given: Given) => Promise<void>) =>
    async (...given: Given) => {
      number += 1
      await before(name, number)
      await write(...given)
    }
  return {
    ...database,
    async fill(begun) {
      const filling = await database.fill(begun)
      return {
        insert: watching('insert', filling.insert),
        setCapacity: watching('setCapacity', filling.setCapacity),
        countFrom: watching('countFrom', filling.countFrom),
        finish: watching('finish', filling.finish),
      }
    },
  }
}

const ENGINES: readonly (readonly [name: string, anotherTarget: () => Promise<Target>])[] = [
  ['SQLite', async () => anotherFile()],
  ...(MARIADBD === undefined ? [] : ([['MariaDB', anotherOnMariadb]] as const)),
]

describe('what goes along', () => {
  it('is in the test: something in every table', () => {
    const found = everyRow(rich.path, 'wp_')
    const rowsOf = (table: DataTable) => found[tableNames('wp_')[table].slice('wp_'.length)] ?? []
    expect(DATA_TABLES.filter((table) => rowsOf(table).length === 0)).toEqual([])
  })

  it('is every column of every table of the product', async () => {
    const tables = tableNames('wp_')
    const known = DATA_TABLES.map((table) => [tables[table], [...columnsOf(table)].sort()])
    const there = await rich.runSql("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'wp%'")
    const present = await Promise.all(
      there.map(async ({ name }) => {
        const columns = await rich.runSql(`SELECT name FROM pragma_table_info('${name}') ORDER BY name`)
        return [name, columns.map((column) => column.name).filter((column) => column !== 'option_id')]
      }),
    )
    const own = present.filter(([name]) => name !== tables.migrations)
    expect(Object.fromEntries(known)).toEqual(Object.fromEntries(own))
  })

  it('is every row as it is, and where counting goes on', async () => {
    const target = anotherFile()
    const copied = await copy(openRich(), open(target))
    expect(copied.ok && copied.value.every(isEqual)).toBe(true)
    expect(everyRow(target.path, 'wp_')).toEqual(everyRow(rich.path, 'wp_'))
  })

  it('goes under other names where the prefix is another', async () => {
    const target = anotherFile()
    expect(await copy(openRich(), open(target, 'shop_'))).toMatchObject({ ok: true })
    expect(everyRow(target.path, 'shop_')).toEqual(everyRow(rich.path, 'wp_'))
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
    expect(everyRow(back.path, 'wp_')).toEqual(everyRow(rich.path, 'wp_'))
  })

  it('lets WordPress keep its options, and takes none of them along', async () => {
    const [there, back] = [await anotherOnMariadb(), anotherFile()]
    const to = open(there)
    await to.migrate()
    const server = await sharedMariadb()
    const database = there.kind === 'mysql' ? there.url.slice(there.url.lastIndexOf('/') + 1) : ''
    const foreign = ['blogname', '_transient_other', 'APPOINTEASE_SHOUTS', 'appointeaseX']
    for (const name of foreign)
      await server.query('INSERT INTO ??.wp_options (option_name, option_value) VALUES (?, ?)', [
        database,
        name,
        'theirs',
      ])
    expect(await copy(openRich(), to)).toMatchObject({ ok: true })
    expect(await copy(open(there), open(back))).toMatchObject({ ok: true })
    expect(everyRow(back.path, 'wp_')).toEqual(everyRow(rich.path, 'wp_'))
    const [kept] = await server.query(
      "SELECT COUNT(*) AS count FROM ??.wp_options WHERE option_value = 'theirs'",
      [database],
    )
    expect(Number(kept?.count)).toBe(foreign.length)
  })
})

describe.each(ENGINES)('a copy into %s that is interrupted', (_engine, anotherTarget) => {
  it('at any write leaves a note, is refused as a target and a source, and is whole after being begun again', async () => {
    const target = await anotherTarget()
    let writes = 0
    const whole = watched(open(await anotherTarget()), () => {
      writes += 1
    })
    expect(await copy(openRich(), whole)).toMatchObject({ ok: true })
    expect(writes).toBeGreaterThan(20)

    for (let stop = 1; stop <= writes; stop += 1) {
      const interrupted = watched(open(target), (_write, number) => {
        if (number === stop) throw new Error('The power is cut.')
      })
      await expect(copy(openRich(), interrupted, true)).rejects.toThrow('The power is cut.')
      expect(await open(target).findUnfinishedCopy()).toMatchObject({ since: MONDAY })
    }
    expect(await copy(openRich(), open(target))).toMatchObject({ refusal: { kind: 'target_unfinished' } })
    expect(await copy(open(target), open(anotherFile()))).toMatchObject({
      refusal: { kind: 'source_unfinished' },
    })

    expect(await copy(openRich(), open(target), true)).toMatchObject({ ok: true })
    const back = anotherFile()
    expect(await copy(open(target), open(back))).toMatchObject({ ok: true })
    expect(everyRow(back.path, 'wp_')).toEqual(everyRow(rich.path, 'wp_'))
  })

  it('stops where another copy into the same target is begun, which is whole', async () => {
    const target = await anotherTarget()
    const overtaken = watched(open(target), async (write) => {
      if (write === 'setCapacity')
        expect(await copy(openRich(), open(target), true)).toMatchObject({ ok: true })
    })
    expect(await copy(openRich(), overtaken)).toEqual({ ok: false, refusal: { kind: 'overtaken' } })
    const back = anotherFile()
    expect(await copy(open(target), open(back))).toMatchObject({ ok: true })
    expect(everyRow(back.path, 'wp_')).toEqual(everyRow(rich.path, 'wp_'))
  })
})

describe('afterwards', () => {
  it('the database keeps overlaps out, full groups full, and gives no number twice', async () => {
    const target = anotherFile()
    await copy(openRich(), open(target))
    const { storage } = await createSqliteStorage({ path: target.path, tablePrefix: 'wp_' })
    onTestFinished(() => storage.close())
    const taken = { ok: false, refusal: { kind: 'slot_taken' } }
    for (const wish of [{}, { employeeId: 8 }, { employeeId: 7, serviceId: 2 }])
      expect(await book(storage, wish)).toEqual(taken)
    const counters = everyRow(rich.path, 'wp_').sqlite_sequence
    const last = counters?.map((row) => JSON.parse(row)).find(({ name }) => name === 'appointments')
    expect(await book(storage, { employeeId: 99 })).toEqual({ ok: true, value: last.seq + 1 })
  })

  it('no server starts on a copy that is not finished', async () => {
    const target = anotherFile()
    const interrupted = watched(open(target), (write) => {
      if (write === 'finish') throw new Error('The power is cut.')
    })
    await expect(copy(openRich(), interrupted)).rejects.toThrow()
    await expect(createSqliteStorage({ path: target.path, tablePrefix: 'wp_' })).rejects.toThrow(
      'The database holds a copy that was begun 2026-11-23T08:00:00Z and not finished.',
    )
  })
})

describe('is refused', () => {
  it('where the target holds anything, and changes nothing there', async () => {
    const business = await freshBusiness()
    await book(business.storage)
    const before = everyRow(business.path, 'wp_')
    const to = open({ kind: 'sqlite', path: business.path })
    const refused = await copy(openRich(), to)
    expect(refused).toMatchObject({ refusal: { kind: 'target_not_empty' } })
    expect(!refused.ok && 'rows' in refused.refusal && Object.fromEntries(refused.refusal.rows)).toEqual({
      appointments: 1,
      history: 1,
    })
    expect(await copy(openRich(), to, true)).toEqual(refused)
    expect(everyRow(business.path, 'wp_')).toEqual(before)
  })

  it('where the source has no tables', async () => {
    expect(await copy(open(anotherFile()), open(anotherFile()))).toMatchObject({
      refusal: { kind: 'source_empty' },
    })
  })

  it('where the source is of an older version', async () => {
    const business = await freshBusiness()
    await business.runSql("DELETE FROM wp_appointease_migrations WHERE name = '0005-people'")
    const refused = await copy(open({ kind: 'sqlite', path: business.path }), open(anotherFile()))
    expect(refused).toEqual({ ok: false, refusal: { kind: 'source_outdated', pending: ['0005-people'] } })
  })

  it('as unequal where somebody writes into the target, and leaves the note', async () => {
    const target = anotherFile()
    const disturbed = watched(open(target), (write) => {
      if (write !== 'setCapacity') return
      const other = new DatabaseSync(target.path)
      other.exec("UPDATE wp_appointease_customers SET name = 'changed' WHERE id = 1")
      other.close()
    })
    expect(await copy(openRich(), disturbed)).toMatchObject({ refusal: { kind: 'not_equal' } })
    expect(await open(target).findUnfinishedCopy()).toBeDefined()
  })
})
