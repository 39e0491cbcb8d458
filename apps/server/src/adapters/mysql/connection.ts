import { isIP, type Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { createConnection, type Connection as Driver, type QueryOptions } from 'mysql2'
import { StorageUnavailable } from '../../ports/storage.ts'
import type { Address } from './address.ts'
import { translateFault } from './faults.ts'
import { waysToSignIn } from './password.ts'
import { type Parameter, type Statement, Statements } from './statements.ts'

export interface ConnectionOptions {
  /** Whether each statement commits by itself; else the first one begins a transaction without a further word. */
  readonly autocommit: boolean
  /**
   * Whether `sendAll` sends several statements at once, as most of the time of a short one is spent on the way. The server
   * then runs whatever stands behind a semicolon, so no single one may have any: values are never written into a text.
   */
  readonly inOneGo?: boolean
  /** Is told every statement before it is sent. */
  readonly onStatement?: ((sql: string) => void) | undefined
}

/**
 * Whatever the server is set to: faulty data is refused and not mended, a backslash escapes, instants are UTC, and a
 * statement that waits for another's lock gives up in a second, so that the wait can be ended by whoever asked.
 */
const session = (autocommit: boolean) =>
  `SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', ` +
  `time_zone = '+00:00', innodb_lock_wait_timeout = 1, autocommit = ${autocommit ? 1 : 0}`

/** What the cause says where nobody known vouches for the server. */
export const UNTRUSTED = 'UNTRUSTED'

/** Every statement sees what is committed when it begins; it and a locking read never see two different states. */
const ISOLATION = 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED'

/**
 * One connection. Kysely compiles, mysql2 runs; statements run one after another, as they were asked for. Faults are
 * translated here and nowhere else. Once it is broken it stays so.
 */
export class Connection extends Statements {
  readonly #driver: Driver
  readonly #onStatement: ((sql: string) => void) | undefined
  readonly #inOneGo: boolean
  #broken = false
  #timer: NodeJS.Timeout | undefined

  private constructor(driver: Driver, { onStatement, inOneGo = false }: ConnectionOptions) {
    super()
    this.#driver = driver
    this.#onStatement = onStatement
    this.#inOneGo = inOneGo
    driver.on('error', () => {
      this.#broken = true
    })
    // The driver tells nobody that a server has ended a connection on which nothing was asked.
    for (const end of ['end', 'close'])
      streamOf(driver).once(end, () => {
        this.#broken = true
      })
  }

  /** Throws StorageUnavailable, at `giveUpAt` (of performance.now) at the latest. */
  static async open(address: Address, giveUpAt: number, options: ConnectionOptions): Promise<Connection> {
    const { tls, ...server } = address
    const authPlugins = waysToSignIn(address)
    const driver = createConnection({
      ...server,
      ...(tls && { ssl: tls }),
      ...(authPlugins && { authPlugins }),
      charset: 'utf8mb4_bin',
      connectTimeout: Math.max(1, Math.ceil(giveUpAt - performance.now())),
      dateStrings: true,
      enableKeepAlive: true,
      multipleStatements: options.inOneGo ?? false,
      flags: ['-LOCAL_FILES'],
    })
    if (tls && isIP(address.host)) rememberAddress(driver, address.host)
    const connection = new Connection(driver, options)
    connection.endAt(giveUpAt)
    try {
      await new Promise<void>((resolve, reject) =>
        driver.connect((error) => (error ? reject(whyNotConnected(driver, error)) : resolve())),
      )
      await connection.runSql(session(options.autocommit), [])
      await connection.runSql(ISOLATION, [])
    } catch (error) {
      connection.destroy()
      throw error
    }
    connection.endNever()
    return connection
  }

  get isBroken(): boolean {
    return this.#broken
  }

  /** Cuts the connection at `giveUpAt`: whatever is then under way on it throws StorageUnavailable, which `tell` is given. */
  endAt(giveUpAt: number, tell?: (fault: StorageUnavailable) => void): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      const fault = new StorageUnavailable('The database did not answer in time.')
      this.destroy(fault)
      tell?.(fault)
    }, giveUpAt - performance.now())
  }

  endNever(): void {
    clearTimeout(this.#timer)
  }

  async send(sql: string, parameters: readonly Parameter[], asArrays: boolean): Promise<unknown> {
    return this.#ask([{ sql, parameters }], asArrays)
  }

  override async sendAll(statements: readonly Statement[], asArrays: boolean): Promise<readonly unknown[]> {
    if (!this.#inOneGo) return super.sendAll(statements, asArrays)
    const answer = await this.#ask(statements, asArrays)
    return statements.length === 1 ? [answer] : (answer as readonly unknown[])
  }

  /** The answer, or those of several. */
  #ask(statements: readonly Statement[], asArrays: boolean): Promise<unknown> {
    if (this.#broken) return Promise.reject(new StorageUnavailable('The connection to the database is lost.'))
    for (const { sql } of statements) {
      if (this.#inOneGo && sql.includes(';')) throw new Error('A statement has a semicolon in it.')
      this.#onStatement?.(sql)
    }
    const sql = statements.map((statement) => statement.sql).join('; ')
    const values = statements.flatMap(({ parameters }) => parameters)
    return new Promise((resolve, reject) => {
      const query: QueryOptions = { sql, values, rowsAsArray: asArrays }
      this.#driver.query(query, (error, result) =>
        error ? reject(translateFault(error, sql)) : resolve(result),
      )
    })
  }

  /** Takes leave of the server, which ends the connection. */
  close(): void {
    this.endNever()
    this.#broken = true
    this.#driver.end(() => {})
  }

  /** Cuts the connection; the server rolls back what was not committed. */
  destroy(reason = new StorageUnavailable('The connection to the database was ended.')): void {
    this.endNever()
    this.#broken = true
    // The driver's own destroy() lets what is under way wait for ever.
    streamOf(this.#driver).destroy(reason)
  }
}

const streamOf = (driver: Driver): Socket => (driver as unknown as { readonly stream: Socket }).stream

/**
 * Node holds a certificate against the name that is connected to, which a socket knows (`_host`) unless it is an address;
 * then the driver names none either, and a certificate for `localhost` would do for every server.
 */
function rememberAddress(driver: Driver, host: string): void {
  Object.assign(streamOf(driver), { _host: host })
}

function whyNotConnected(driver: Driver, error: Error): Error {
  const { authorizationError } = streamOf(driver) as Partial<TLSSocket>
  if (!authorizationError) return translateFault(error, 'CONNECT')
  return new StorageUnavailable('The certificate of the database is not trusted.', {
    cause: new Error(UNTRUSTED, { cause: error }),
  })
}
