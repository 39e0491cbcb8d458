import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { makeCertificate } from './certificate.ts'
import { makeEngineFolder } from './engineFolder.ts'
import { type EngineProcess, startEngineProcess } from './engineProcess.ts'
import { startOnPort } from './freePort.ts'
import { ADMINISTRATOR, AS_WHOM, mariadbTemplate, REDO_LOG, USER } from './mariadbTemplate.ts'
import { MARIADBD } from './programs.ts'
import { until } from './until.ts'

export interface MariadbOptions {
  /** Further flags of mariadbd, such as `--max-connections=5`; they win over the ones that are given anyway. */
  readonly args?: readonly string[]
  /** False: nothing is synced to the disk. Faster, and still whole after SIGKILL, but not after a power cut. */
  readonly durable?: boolean
  /** Default: one that is free. */
  readonly port?: number
  /** `subjectAltName` of a certificate of its own, such as `DNS:localhost`. Default: it speaks no TLS. */
  readonly tls?: string
}

export interface MariadbDatabase {
  readonly name: string
  readonly url: string
  drop(): Promise<void>
}

export interface Mariadb {
  readonly port: number
  /** The file of what a client must trust, in PEM, where it speaks TLS. */
  readonly authority: string | undefined
  /** The path of its Unix socket. */
  readonly socket: string
  /** Of the present run. */
  readonly pid: number
  /** `mysql://…` of a database, as a user with every right in every database and none over the server. */
  url(database: string): string
  /** An empty database; default a name of its own. */
  createDatabase(name?: string): Promise<MariadbDatabase>
  /**
   * The rows of one statement with `?` places, and none where it yields none. Runs as an administrator on a
   * connection of its own, in autocommit, outside any database; also when all connections are in use. Dates come as
   * strings.
   */
  query(sql: string, parameters?: readonly unknown[]): Promise<Record<string, unknown>[]>
  /** Ends it, by default without warning; resolves once it is gone. */
  kill(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void>
  /** Stops it in its tracks: connections stay open and nothing is answered. */
  pause(): void
  resume(): void
  /** Ends it where it runs, by default in order, and starts it again on the same port with the same data. */
  restart(options?: { readonly clean?: boolean }): Promise<void>
  /** Ends it; its data are gone soon afterwards. */
  stop(): Promise<void>
}

const NOT_DURABLE = [
  '--innodb-flush-log-at-trx-commit=2',
  '--innodb-flush-method=nosync',
  '--innodb-doublewrite=0',
  '--debug-no-sync=1',
]

/** A private server on 127.0.0.1 with data of its own, accepting connections; as durable as by default. */
export async function startMariadb(options: MariadbOptions = {}): Promise<Mariadb> {
  const engine = await launch(options)
  return engine.mariadb
}

let shared: Promise<Mariadb> | undefined

/** The one server of this process, not durable, for tests that need no more than a database; ends with the process. */
export function sharedMariadb(): Promise<Mariadb> {
  shared ??= launch({ durable: false }).then(({ mariadb, unref }) => {
    unref()
    return mariadb
  })
  return shared
}

async function launch(options: MariadbOptions): Promise<{ mariadb: Mariadb; unref(): void }> {
  if (MARIADBD === undefined) throw new Error('mariadbd is not on this machine.')
  const program = MARIADBD
  const folder = await makeEngineFolder('mariadb')
  const dataDir = join(folder.path, 'data')
  const socket = join(folder.path, 'socket')
  const template = await mariadbTemplate(program)
  const certificate = options.tls === undefined ? undefined : await makeCertificate(folder.path, options.tls)
  await cp(template, dataDir, { recursive: true, mode: constants.COPYFILE_FICLONE })

  function run(port: number): EngineProcess {
    const place = [`--datadir=${dataDir}`, `--socket=${socket}`, `--tmpdir=${folder.path}`, `--port=${port}`]
    const habits = [
      '--bind-address=127.0.0.1',
      `--pid-file=${join(folder.path, 'pid')}`,
      '--skip-name-resolve',
      // As Debian configures it.
      '--character-set-server=utf8mb4',
      '--collation-server=utf8mb4_general_ci',
      '--innodb-buffer-pool-size=32M',
      REDO_LOG,
      ...(options.durable === false ? NOT_DURABLE : []),
      ...(certificate
        ? [`--ssl-key=${certificate.keyFile}`, `--ssl-cert=${certificate.certificateFile}`]
        : []),
      ...AS_WHOM,
    ]
    const flags = ['--no-defaults', ...place, ...habits, ...(options.args ?? [])]
    return startEngineProcess(program, flags, folder.path)
  }

  /** By its socket: on the port another server may answer that has taken it first. */
  async function query(sql: string, parameters: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
    const connection = await createConnection({
      socketPath: socket,
      user: ADMINISTRATOR.name,
      password: ADMINISTRATOR.password,
      dateStrings: true,
      supportBigNumbers: true,
    })
    try {
      const [rows] = await connection.query(sql, [...parameters])
      return Array.isArray(rows) ? rows.map((row) => ({ ...row })) : []
    } finally {
      connection.destroy()
    }
  }

  /** True once it accepts connections, false where it has ended instead. */
  function isReady(started: EngineProcess): Promise<boolean> {
    return until(
      async () => {
        if (started.hasEnded()) return false
        await query('SELECT 1')
        return true
      },
      () => `mariadbd accepts no connection:\n${started.log()}`,
    )
  }

  const begun = await startOnPort(options.port, async (port) => {
    const engine = run(port)
    if (await isReady(engine)) return { port, engine }
    if (engine.log().includes('Address already in use')) return
    throw new Error(`mariadbd ended instead of starting:\n${engine.log()}`)
  }).catch((error: unknown) => {
    folder.remove()
    throw error
  })
  const { port } = begun
  let { engine } = begun
  const url = (database: string) =>
    `mysql://${USER.name}:${USER.password}@127.0.0.1:${port}/${encodeURIComponent(database)}`

  const mariadb: Mariadb = {
    port,
    authority: certificate?.certificateFile,
    socket,
    get pid() {
      return engine.pid
    },
    url,
    query,
    async createDatabase(name = `test_${randomUUID().replaceAll('-', '')}`) {
      await query('CREATE DATABASE ??', [name])
      return {
        name,
        url: url(name),
        drop: async () => {
          await query('DROP DATABASE IF EXISTS ??', [name])
        },
      }
    },
    kill: (signal = 'SIGKILL') => engine.end(signal),
    pause: () => engine.signal('SIGSTOP'),
    resume: () => engine.signal('SIGCONT'),
    async restart({ clean = true } = {}) {
      await engine.end(clean ? 'SIGTERM' : 'SIGKILL')
      engine = run(port)
      if (!(await isReady(engine)))
        throw new Error(`mariadbd ended instead of starting again:\n${engine.log()}`)
    },
    async stop() {
      await engine.end('SIGKILL')
      folder.remove()
    },
  }
  return { mariadb, unref: () => engine.unref() }
}
