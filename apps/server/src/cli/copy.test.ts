import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { MONDAY } from '@appointease/testkit/builders.ts'
import { fillRichly } from '@appointease/testkit/richBusiness.ts'
import { type SqliteUnderTest, sqliteUnderTest } from '@appointease/testkit/sqliteUnderTest.ts'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Database, Filling } from '../adapters/tables/database.ts'
import type { Config } from '../config/config.ts'
import { copyDatabase } from './copyDatabase.ts'
import { openDatabase } from './openDatabase.ts'

type Target = Config['database']

let rich: SqliteUnderTest
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'appointease-'))
  rich = await sqliteUnderTest()
  await fillRichly(rich)
})
afterAll(async () => {
  await rich.dispose()
  await rm(folder, { recursive: true })
})

let files = 0
function anotherFile(): Target & { kind: 'sqlite' } {
  files += 1
  return { kind: 'sqlite', path: join(folder, `${files}.db`) }
}

function open(target: Target, tablePrefix = 'wp_'): Database {
  const database = openDatabase(target, tablePrefix)
  onTestFinished(() => database.close())
  return database
}

const copies = (from: Database, to: Database, again = false) =>
  copyDatabase(from, to, { again, id: `copy-${++files}`, now: MONDAY })

/** Every row of every table of a file, and the counters, whatever the product knows of them. */
function everything({ path }: { path: string }, prefix = 'wp_'): Record<string, unknown[]> {
  const file = new DatabaseSync(path, { readOnly: true })
  try {
    const tables = file
      .prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('sqlite_stat1') ORDER BY name",
      )
      .all()
    const rows = tables.map(({ name }): [string, unknown[]] => {
      const found = file.prepare(`SELECT * FROM "${name}"`).all()
      // Numbers of options are nobody's, and when a step was taken is each database's own.
      const kept = found.map(({ option_id, applied_at, ...row }) =>
        JSON.stringify(row).replaceAll(`"${prefix}`, '"'),
      )
      return [String(name).replace(prefix, ''), kept.filter((row) => !row.includes('"options"')).sort()]
    })
    return Object.fromEntries(rows)
  } finally {
    file.close()
  }
}

/** What is copied, without one of its writes: where it is interrupted. */
function _failingAt(database: Database, write: number): Database {
  let writes = 0
  const counted =
    <Arguments extends unknown[]>(work: (...given: Arguments) => Promise<void>) =>
    async (...given: Arguments) => {
      writes += 1
      if (writes === write) throw new Error('The power is cut.')
      await work(...given)
    }
  return {
    ...database,
    async fill(copy): Promise<Filling> {
      const filling = await database.fill(copy)
      return {
        insert: counted(filling.insert),
        setCapacity: counted(filling.setCapacity),
        countFrom: counted(filling.countFrom),
        finish: counted(filling.finish),
      }
    },
  }
}

describe('from SQLite to SQLite', () => {
  it('copies every row of every table, and goes on counting where the source was', async () => {
    const target = anotherFile()
    const copied = await copies(open({ kind: 'sqlite', path: rich.path }), open(target))
    expect(copied).toMatchObject({ ok: true })
    expect(everything(target)).toEqual(everything(rich))
  })
})
