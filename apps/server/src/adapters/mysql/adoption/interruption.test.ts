import { zone } from '@appointease/testkit/builders.ts'
import { type Mariadb, type MariadbDatabase, sharedMariadb } from '@appointease/testkit/engines/mariadb.ts'
import { MARIADBD } from '@appointease/testkit/engines/programs.ts'
import { schemaOfMariadb, tablesOfMariadb } from '@appointease/testkit/mariadbTables.ts'
import { problemsOfMysql } from '@appointease/testkit/mysqlGrammar.ts'
import { buildOriginal, SHAPES, type Shape } from '@appointease/testkit/originalPlugin.ts'
import { seededRandomness } from '@appointease/testkit/seededRandomness.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseAddress } from '../address.ts'
import { Connection } from '../connection.ts'
import { migrate } from '../migrate.ts'
import { mysqlTableNames } from '../schema.ts'
import { REPORT_OPTION } from './adopt.ts'

const tables = mysqlTableNames('wp_')
const SHAPE = SHAPES[0] as Shape
/** Of the statements that only make new tables, every one of so many: adapters/mysql/migrate.test.ts stops at each. */
const SAMPLE = 25

let server: Mariadb
let database: MariadbDatabase
let opened: Connection[]

beforeEach(async () => {
  server = await sharedMariadb()
  database = await server.createDatabase()
  opened = []
  await buildOriginal(database.url, { shape: SHAPE, seed: 5, ordinary: 6 })
})
afterEach(async () => {
  for (const connection of opened) connection.destroy()
  await database.drop()
})

async function connect(onStatement?: (sql: string) => void): Promise<Connection> {
  const giveUpAt = performance.now() + 10_000
  const connection = await Connection.open(parseAddress(database.url), giveUpAt, {
    autocommit: true,
    onStatement,
  })
  opened.push(connection)
  return connection
}

const adopting = (connection: Connection) =>
  migrate(connection, tables, { timeZone: zone('UTC'), randomness: seededRandomness(9) })

/** All that there is, but when it was done, numbers that were counted up and taken back, and the log of that. */
async function everything(): Promise<unknown> {
  const {
    wp_appointease_history: history = [],
    wp_appointease_changes: _log,
    ...others
  } = await tablesOfMariadb(server, database.name)
  const rows = { ...others, history: history.map(({ id, ...entry }) => entry) }
  const timeless = (key: string, value: unknown) => (key === 'applied_at' || key === 'option_id' ? 0 : value)
  const text = JSON.stringify(rows, timeless).replace(/(?<=\\"at\\":)\d+/, '0')
  return { rows: JSON.parse(text), schema: await schemaOfMariadb(server, database.name) }
}

describe.skipIf(MARIADBD === undefined)('taking the original over', () => {
  it('ends the same whatever statement it was interrupted at', { timeout: 600_000 }, async () => {
    const sent: string[] = []
    const clean = await connect((sql) => sent.push(sql))
    const ofConnecting = sent.length
    await adopting(clean)
    const wanted = await everything()
    expect(JSON.stringify(wanted)).toContain(REPORT_OPTION)
    expect(sent.flatMap(problemsOfMysql)).toEqual([])

    const isReading = (sql: string | undefined) => sql === undefined || /^(SELECT|SHOW)/.test(sql)
    const isOfStep = (sql = '') => /^(CREATE|INSERT INTO `wp_appointease_migrations`)/.test(sql)
    const writing = [...sent.keys()].filter((at) => at >= ofConnecting && !isReading(sent[at]))
    const stops = writing.filter((at, index) => !isOfStep(sent[at]) || index % SAMPLE === 0)
    expect(stops.length).toBeGreaterThan(15)

    for (const last of stops) {
      await database.drop()
      database = await server.createDatabase(database.name)
      await buildOriginal(database.url, { shape: SHAPE, seed: 5, ordinary: 6 })
      let statements = 0
      const doomed: Connection = await connect(() => {
        statements += 1
        if (statements > last + 1) doomed.destroy()
      })
      await expect(adopting(doomed)).rejects.toMatchObject({ name: 'StorageUnavailable' })
      await adopting(await connect())
      expect([sent[last]?.slice(0, 60), await everything()]).toEqual([sent[last]?.slice(0, 60), wanted])
    }
  })

  it('is done by one of several processes that start at once', async () => {
    const connections = await Promise.all(Array.from({ length: 4 }, () => connect()))
    const reports = await Promise.all(connections.map(adopting))
    expect(reports.filter((report) => report !== undefined)).toHaveLength(1)
    const rows = await tablesOfMariadb(server, database.name)
    expect(rows.wp_appointments).toHaveLength((rows.wp_appointments_original?.length ?? 0) - 2)
  })
})
