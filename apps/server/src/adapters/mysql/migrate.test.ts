import {
  type Mariadb,
  type MariadbDatabase,
  sharedMariadb,
  startMariadb,
} from '@appointease/testkit/engines/mariadb.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseAddress } from './address.ts'
import { procedureOf } from './conclusion.ts'
import { Connection } from './connection.ts'
import { createMysqlStorage } from './index.ts'
import { listMigrations, migrate } from './migrate.ts'
import { mysqlTableNames } from './schema.ts'

const tables = mysqlTableNames('wp_')
const soon = () => performance.now() + 10_000

let server: Mariadb
let database: MariadbDatabase
let opened: Connection[]

beforeEach(async () => {
  server = await sharedMariadb()
  database = await server.createDatabase()
  opened = []
})
afterEach(async () => {
  for (const connection of opened) connection.destroy()
  await database.drop()
})

async function open(onStatement?: (sql: string) => void): Promise<Connection> {
  const connection = await Connection.open(parseAddress(database.url), soon(), {
    autocommit: true,
    onStatement,
  })
  opened.push(connection)
  return connection
}

const states = async () =>
  (await listMigrations(await open(), tables)).map(({ takenAt }) => takenAt !== undefined)

/** All that a database says of its tables. */
async function schemaOf(name: string): Promise<unknown> {
  const of = (table: string, columns: string, schema: string, order: string) =>
    server.query(`SELECT ${columns} FROM information_schema.${table} WHERE ${schema} = ? ORDER BY ${order}`, [
      name,
    ])
  const column =
    'TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, COLUMN_DEFAULT, IS_NULLABLE, COLUMN_TYPE, COLLATION_NAME, EXTRA'
  const index = 'TABLE_NAME, INDEX_NAME, NON_UNIQUE, SEQ_IN_INDEX, COLUMN_NAME'
  const trigger =
    'TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER, ACTION_STATEMENT, SQL_MODE'
  return {
    tables: await of('TABLES', 'TABLE_NAME, ENGINE, TABLE_COLLATION', 'TABLE_SCHEMA', 'TABLE_NAME'),
    columns: await of('COLUMNS', column, 'TABLE_SCHEMA', 'TABLE_NAME, ORDINAL_POSITION'),
    indexes: await of('STATISTICS', index, 'TABLE_SCHEMA', 'TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX'),
    triggers: await of('TRIGGERS', trigger, 'TRIGGER_SCHEMA', 'TRIGGER_NAME'),
    procedures: await of('ROUTINES', 'ROUTINE_NAME, ROUTINE_DEFINITION', 'ROUTINE_SCHEMA', 'ROUTINE_NAME'),
    taken: await server.query('SELECT name FROM ??.wp_appointease_migrations ORDER BY name', [name]),
  }
}

it('takes each step once, in order, and none again', async () => {
  const before = await states()
  expect(before).toHaveLength(13)
  expect(before.some(Boolean)).toBe(false)
  const connection = await open()
  await migrate(connection, tables)
  expect((await states()).every(Boolean)).toBe(true)
  const sent: string[] = []
  await migrate(await open((sql) => sent.push(sql)), tables)
  expect(sent.filter((sql) => /^(CREATE (TRIGGER|PROCEDURE)|insert)/.test(sql))).toEqual([])
})

it('ends the same whatever statement it was interrupted at', async () => {
  const whole: string[] = []
  const clean = await open((sql) => whole.push(sql))
  const ofConnecting = whole.length
  await migrate(clean, tables)
  const wanted = await schemaOf(database.name)
  expect(JSON.stringify(wanted)).toContain('claim_update')

  // Where only a question was to come, the statement before it was the last that did something.
  const writing = [...whole.keys()].filter((at) => at >= ofConnecting && !whole[at]?.startsWith('SELECT'))
  for (const last of writing) {
    await database.drop()
    database = await server.createDatabase(database.name)
    let sent = 0
    const doomed: Connection = await open(() => {
      sent += 1
      if (sent > last) doomed.destroy()
    })
    await expect(migrate(doomed, tables)).rejects.toMatchObject({ name: 'StorageUnavailable' })
    await migrate(await open(), tables)
    expect(await schemaOf(database.name)).toEqual(wanted)
  }
  // A database for each statement takes its time on a busy machine.
}, 180_000)

it('makes a procedure that a back-up has left out again', async () => {
  await migrate(await open(), tables)
  const whole = await schemaOf(database.name)
  await (await open()).runSql(`DROP PROCEDURE ${procedureOf(tables).name}`, [])
  await migrate(await open(), tables)
  expect(await schemaOf(database.name)).toEqual(whole)
})

it('lets several processes start on one empty database at once', async () => {
  const connections = await Promise.all(Array.from({ length: 4 }, () => open()))
  await Promise.all(connections.map((connection) => migrate(connection, tables)))
  expect((await states()).every(Boolean)).toBe(true)
})

describe('a database that cannot be used', () => {
  const opening = (url = database.url) => createMysqlStorage({ url, tablePrefix: 'wp_' })
  const unusable = (reason: string, example: string) => ({
    name: 'DatabaseUnusable',
    reason: expect.stringContaining(reason),
    example: expect.stringContaining(example),
  })

  it('is named: its appointments are another product’s', async () => {
    await server.query(
      'CREATE TABLE ??.wp_appointments (id INT PRIMARY KEY, name VARCHAR(99), created_at DATETIME)',
      [database.name],
    )
    await expect(opening()).rejects.toMatchObject(unusable('another product', 'DATABASE_TABLE_PREFIX'))
    expect(await server.query('SHOW COLUMNS FROM ??.wp_appointments', [database.name])).toHaveLength(3)
  })

  it('is named: its options cannot take back what was half done', async () => {
    await server.query('CREATE TABLE ??.wp_options (option_id INT) ENGINE = MyISAM', [database.name])
    await expect(opening()).rejects.toMatchObject(
      unusable('wp_options', 'ALTER TABLE wp_options ENGINE = InnoDB'),
    )
  })

  it('is named: its triggers were lost', async () => {
    await (await opening()).storage.close()
    await (await open()).runSql('DROP TRIGGER wp_appointments_claim_update', [])
    await expect(opening()).rejects.toMatchObject(unusable('missing', 'mysqldump --triggers'))
  })

  it('is named: the user, its password or the database is not known', async () => {
    const wrong = (from: string, to: string) => opening(database.url.replace(from, to))
    await expect(wrong('appointease:appointease', 'nobody:x')).rejects.toMatchObject(
      unusable('user', 'mysql://'),
    )
    await expect(wrong(database.name, 'nowhere')).rejects.toMatchObject(
      unusable('database', 'CREATE DATABASE'),
    )
  })

  it('is named: the user may make tables and no triggers', async () => {
    const name = database.name
    await server.query("CREATE USER limited IDENTIFIED BY 'limited'")
    await server.query(
      'GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, INDEX, ALTER, DROP ON ??.* TO limited',
      [name],
    )
    const url = database.url.replace('appointease:appointease', 'limited:limited')
    await expect(opening(url)).rejects.toMatchObject(unusable('triggers', 'GRANT'))
    await server.query('DROP USER limited')
    await (await opening()).storage.close()
  })

  it('is named: the binary log keeps all but administrators from making triggers, or cannot log the changes', async () => {
    const logging = await startMariadb({
      durable: false,
      args: ['--log-bin=log', '--binlog-format=STATEMENT'],
    })
    const { url } = await logging.createDatabase()
    await expect(opening(url)).rejects.toMatchObject(unusable('binary log', 'binlog_format = ROW'))
    await logging.query('SET GLOBAL binlog_format = ROW')
    await expect(opening(url)).rejects.toMatchObject(
      unusable('binary log', 'log_bin_trust_function_creators'),
    )
    await logging.query('SET GLOBAL log_bin_trust_function_creators = 1')
    await (await opening(url)).storage.close()
    await logging.stop()
  })

  it('is unavailable where nothing listens', async () => {
    const url = database.url.replace(`:${server.port}/`, ':1/')
    await expect(opening(url)).rejects.toMatchObject({ name: 'StorageUnavailable' })
  })
})

it('sets mail templates of the original aside that an earlier version left where they were', async () => {
  await migrate(await open(), tables)
  const change = (sql: string) => server.query(sql, [database.name])
  await change('DROP TABLE ??.wp_appointease_email_templates')
  await change("DELETE FROM ??.wp_appointease_migrations WHERE name LIKE '%-email-templates'")
  await change('CREATE TABLE ??.wp_appointease_email_templates (name TEXT, subject TEXT, body TEXT)')
  await change("INSERT INTO ??.wp_appointease_email_templates VALUES ('confirmation', 'Hello', 'You')")
  const original = await change('SELECT * FROM ??.wp_appointease_email_templates')
  await migrate(await open(), tables)
  await migrate(await open(), tables)
  expect(await change('SELECT * FROM ??.wp_appointease_email_templates_original')).toEqual(original)
  expect(await change('SELECT * FROM ??.wp_appointease_email_templates')).toEqual([])
})
