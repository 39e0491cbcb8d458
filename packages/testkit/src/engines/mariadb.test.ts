import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Connection, createConnection } from 'mysql2/promise'
import { afterEach, describe, expect, test } from 'vitest'
import { type Mariadb, type MariadbOptions, sharedMariadb, startMariadb } from './mariadb.ts'
import { MARIADBD } from './programs.ts'
import { until } from './until.ts'

describe.skipIf(MARIADBD === undefined)('a private MariaDB', () => {
  const started: Mariadb[] = []
  const connections: Connection[] = []
  async function start(options?: MariadbOptions): Promise<Mariadb> {
    const one = await startMariadb(options)
    started.push(one)
    return one
  }
  async function connect(uri: string): Promise<Connection> {
    const one = await createConnection(uri)
    one.on('error', () => undefined)
    connections.push(one)
    return one
  }
  afterEach(async () => {
    for (const one of connections.splice(0)) one.destroy()
    for (const one of started.splice(0)) await one.stop()
  })
  const number = async (mariadb: Mariadb, sql: string) => Number((await mariadb.query(sql))[0]?.n)

  test('lets the product in with a password, with rights in databases and none over the server', async () => {
    const mariadb = await start()
    const { url, name } = await mariadb.createDatabase()
    const connection = await connect(url)
    await connection.query('CREATE TABLE t (a INT PRIMARY KEY) ENGINE=InnoDB')
    await connection.query('INSERT INTO t VALUES (?)', [7])
    expect(await mariadb.query(`SELECT a FROM ${name}.t WHERE a = ?`, [7])).toEqual([{ a: 7 }])
    await expect(connection.query('SET GLOBAL max_connections = 10')).rejects.toMatchObject({ errno: 1227 })
    await expect(connect(url.replace(':appointease@', ':wrong@'))).rejects.toMatchObject({ errno: 1045 })
  })

  test('syncs each commit to the disk unless it is told not to', async () => {
    const flushing = 'SELECT @@innodb_flush_log_at_trx_commit AS n'
    expect(await number(await start(), flushing)).toBe(1)
    expect(await number(await start({ durable: false }), flushing)).toBe(2)
  })

  test('makes databases that know nothing of each other, and drops them', async () => {
    const mariadb = await start()
    const [one, other] = [await mariadb.createDatabase(), await mariadb.createDatabase('with-hyphen')]
    await (await connect(one.url)).query('CREATE TABLE t (a INT)')
    await expect((await connect(other.url)).query('SELECT * FROM t')).rejects.toMatchObject({ errno: 1146 })
    await one.drop()
    await other.drop()
    const left = 'SELECT COUNT(*) AS n FROM information_schema.schemata WHERE schema_name IN (?, ?)'
    expect(await mariadb.query(left, [one.name, other.name])).toEqual([{ n: 0 }])
  })

  test.each(['SIGKILL', 'SIGTERM'] as const)(
    'has what was committed when it is back after %s',
    async (signal) => {
      const mariadb = await start()
      const { url, name } = await mariadb.createDatabase()
      const { pid, port } = mariadb
      const connection = await connect(url)
      await connection.query('CREATE TABLE t (a INT PRIMARY KEY) ENGINE=InnoDB')
      await connection.query('INSERT INTO t VALUES (1)')
      await connection.query('START TRANSACTION')
      await connection.query('INSERT INTO t VALUES (2)')

      await mariadb.kill(signal)
      await expect(connection.query('COMMIT')).rejects.toThrow()
      await expect(connect(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' })

      await mariadb.restart()
      expect(mariadb.port).toBe(port)
      expect(mariadb.pid).not.toBe(pid)
      const [rows] = await (await connect(url)).query('SELECT a FROM t')
      expect(rows).toEqual([{ a: 1 }])
      expect(await mariadb.query(`SELECT a FROM ${name}.t`)).toEqual([{ a: 1 }])
    },
  )

  test('restarts while it runs, without warning too', async () => {
    const mariadb = await start({ durable: false })
    const { name } = await mariadb.createDatabase()
    await mariadb.query(`CREATE TABLE ${name}.t (a INT) ENGINE=InnoDB`)
    await mariadb.query(`INSERT INTO ${name}.t VALUES (1)`)
    await mariadb.restart()
    await mariadb.restart({ clean: false })
    expect(await number(mariadb, `SELECT COUNT(*) AS n FROM ${name}.t`)).toBe(1)
  })

  test('answers nothing while it is paused, and everything afterwards', async () => {
    const mariadb = await start()
    mariadb.pause()
    let isAnswered = false
    const answer = mariadb.query('SELECT 1 AS one').then((rows) => {
      isAnswered = true
      return rows
    })
    const uri = mariadb.url('mysql')
    await expect(createConnection({ uri, connectTimeout: 200 })).rejects.toMatchObject({ code: 'ETIMEDOUT' })
    expect(isAnswered).toBe(false)
    mariadb.resume()
    expect(await answer).toEqual([{ one: 1 }])
  })

  test('takes flags of its own, and lets the tests in when all connections are in use', async () => {
    const mariadb = await start({ args: ['--max-connections=10', '--innodb-lock-wait-timeout=1'] })
    const { url } = await mariadb.createDatabase()
    for (let count = 0; count < 10; count += 1) await connect(url)
    await expect(connect(url)).rejects.toMatchObject({ errno: 1040 })
    expect(await number(mariadb, 'SELECT @@innodb_lock_wait_timeout AS n')).toBe(1)
  })

  test('starts on a wanted port, or says that it is in use', async () => {
    const { port } = await start()
    await expect(startMariadb({ port })).rejects.toThrow(`Port ${port} is in use`)
  })

  test('says what it logged where a flag is unknown', async () => {
    await expect(startMariadb({ args: ['--no-such-flag'] })).rejects.toThrow(
      /unknown option '--no-such-flag'/,
    )
  })

  test('leaves nothing behind when it is stopped', async () => {
    const mariadb = await startMariadb()
    const { pid, socket } = mariadb
    await mariadb.stop()
    await until(
      async () => !existsSync(dirname(socket)) || undefined,
      () => 'Its folder is still there.',
    )
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  })

  test('is one for the whole process where it is shared', async () => {
    const [one, other] = await Promise.all([sharedMariadb(), sharedMariadb()])
    expect(one).toBe(other)
  })
})
