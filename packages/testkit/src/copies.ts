import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openMysqlDatabase } from '@appointease/server/adapters/mysql/database.ts'
import { openSqliteDatabase } from '@appointease/server/adapters/sqlite/database.ts'
import type { Database, Filling } from '@appointease/server/adapters/tables/database.ts'
import { copyDatabase } from '@appointease/server/cli/copyDatabase.ts'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { MONDAY, zone } from './builders.ts'
import { sharedMariadb } from './engines/mariadb.ts'
import { fillRichly } from './richBusiness.ts'
import { type SqliteUnderTest, sqliteUnderTest } from './sqliteUnderTest.ts'

export interface File {
  readonly kind: 'sqlite'
  readonly path: string
}

export type Place = File | { readonly kind: 'mysql'; readonly url: string; readonly name: string }

/** Databases to copy between, for the tests of one file. */
export interface Copies {
  /** A database with something of everything in it; nobody changes it. */
  rich(): SqliteUnderTest
  /** A file that is not there yet. */
  anotherFile(): File
  /** An empty database on MariaDB. */
  anotherOnMariadb(): Promise<Place & { readonly kind: 'mysql' }>
  open(place: Place, tablePrefix?: string): Database
  openRich(): Database
  /** Every statement that MySQL was asked. */
  readonly sentToMysql: ReadonlySet<string>
}

export function copies(): Copies {
  const sentToMysql = new Set<string>()
  let rich: SqliteUnderTest | undefined
  let folder = ''
  let files = 0

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'appointease-'))
    rich = await sqliteUnderTest()
    await fillRichly(rich)
  })
  afterAll(async () => {
    await rich?.dispose()
    await rm(folder, { recursive: true })
  })

  function theRich(): SqliteUnderTest {
    if (!rich) throw new Error('There is a rich database only while tests run.')
    return rich
  }

  function open(place: Place, tablePrefix = 'wp_'): Database {
    const onStatement = (sql: string) => sentToMysql.add(sql)
    const database =
      place.kind === 'sqlite'
        ? openSqliteDatabase({ path: place.path, tablePrefix })
        : openMysqlDatabase({ url: place.url, tablePrefix, adoption: { timeZone: zone('UTC') }, onStatement })
    onTestFinished(() => database.close())
    return database
  }

  return {
    rich: theRich,
    anotherFile() {
      files += 1
      return { kind: 'sqlite', path: join(folder, `${files}.db`) }
    },
    async anotherOnMariadb() {
      const { url, name, drop } = await (await sharedMariadb()).createDatabase()
      onTestFinished(drop)
      return { kind: 'mysql', url, name }
    },
    open,
    openRich: () => open({ kind: 'sqlite', path: theRich().path }),
    sentToMysql,
  }
}

export async function freshBusiness(): Promise<SqliteUnderTest> {
  const business = await sqliteUnderTest()
  onTestFinished(() => business.dispose())
  return business
}

export const copy = (from: Database, to: Database, again = false): ReturnType<typeof copyDatabase> =>
  copyDatabase(from, to, { again, id: randomUUID(), now: MONDAY })

export type Write = keyof Filling

/** The database, with `before` in front of each of its writes; where it throws, that is as far as it comes. */
export function watched(database: Database, before: (write: Write, number: number) => unknown): Database {
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
