import { StorageUnavailable } from '../../ports/storage.ts'
import type { Connection } from './connection.ts'
import { againstOvertaking } from './retries.ts'
import { type Parameter, Statements } from './statements.ts'

/** How long anybody waits, for a connection and for the database together: an answer comes within two seconds. */
export const PATIENCE_MILLISECONDS = 1300
/** More than can be served within anybody's patience. */
const MOST_WAITING = 2000
/** Firewalls and servers forget what is silent for long, and a forgotten connection only shows when it is used. */
const LONGEST_IDLE_MILLISECONDS = 60_000
/** After a connection could not be had, those that there are do the work for so long. */
const PAUSE_AFTER_FAILURE_MILLISECONDS = 100

interface Waiting {
  readonly take: (connection: Connection) => void
  readonly fail: (fault: unknown) => void
}

interface Idle {
  readonly connection: Connection
  readonly since: number
}

export interface PoolOptions {
  readonly open: (giveUpAt: number) => Promise<Connection>
  readonly size: number
  readonly patienceMilliseconds: number
}

/**
 * So many connections, opened when they are needed; whoever finds all in use waits, first come, first served. A
 * connection that broke is opened anew for the next. As Statements each statement is one transaction by itself, and
 * runs again where another came in between.
 */
export class Pool extends Statements {
  readonly #options: PoolOptions
  readonly #idle: Idle[] = []
  readonly #waiting: Waiting[] = []
  /** Opened or being opened. */
  #connections = 0
  #growsFrom = 0
  #closed = false
  #emptied: (() => void) | undefined

  constructor(options: PoolOptions) {
    super()
    this.#options = options
  }

  patienceEnds(): number {
    return performance.now() + this.#options.patienceMilliseconds
  }

  send(sql: string, parameters: readonly Parameter[], asArrays: boolean): Promise<unknown> {
    const giveUpAt = this.patienceEnds()
    return againstOvertaking(giveUpAt, () =>
      this.use(giveUpAt, (connection) => connection.send(sql, parameters, asArrays)),
    )
  }

  /**
   * Lends a connection to `work` until `giveUpAt` (of performance.now), when it is cut. Throws StorageUnavailable where
   * none can be had by then, or too many wait; the work has then not begun.
   */
  async use<Value>(giveUpAt: number, work: (connection: Connection) => Promise<Value>): Promise<Value> {
    const connection = this.#takeIdle() ?? (await this.#wait(giveUpAt))
    // Also work that waits for something else ends then: a connection is nobody's for ever.
    const end = new Promise<never>((_, reject) => connection.endAt(giveUpAt, reject))
    try {
      return await Promise.race([work(connection), end])
    } finally {
      connection.endNever()
      this.#giveBack(connection)
    }
  }

  /** Resolves when what was under way has ended and every connection is closed. */
  async close(): Promise<void> {
    this.#closed = true
    for (const { fail } of this.#waiting.splice(0)) fail(closed())
    for (const { connection } of this.#idle.splice(0)) this.#drop(connection)
    if (this.#connections > 0) await new Promise<void>((resolve) => (this.#emptied = resolve))
  }

  #takeIdle(): Connection | undefined {
    if (this.#closed) throw closed()
    for (let last = this.#idle.pop(); last; last = this.#idle.pop()) {
      const isStale = performance.now() - last.since > LONGEST_IDLE_MILLISECONDS
      if (!isStale && !last.connection.isBroken) return last.connection
      this.#drop(last.connection)
    }
    return undefined
  }

  #wait(giveUpAt: number): Promise<Connection> {
    if (this.#waiting.length >= MOST_WAITING)
      return Promise.reject(new StorageUnavailable('Too many wait for the database.'))
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer)
        const place = this.#waiting.indexOf(waiting)
        if (place >= 0) this.#waiting.splice(place, 1)
      }
      const waiting: Waiting = {
        take(connection) {
          clearTimeout(timer)
          resolve(connection)
        },
        fail(fault) {
          leave()
          reject(fault)
        },
      }
      const timer = setTimeout(
        () => waiting.fail(new StorageUnavailable('All connections to the database were in use.')),
        giveUpAt - performance.now(),
      )
      this.#waiting.push(waiting)
      this.#grow(giveUpAt)
    })
  }

  #grow(giveUpAt: number): void {
    if (this.#connections >= this.#options.size || this.#closed) return
    if (this.#connections > 0 && performance.now() < this.#growsFrom) return
    this.#connections += 1
    this.#options.open(giveUpAt).then(
      (connection) => this.#giveBack(connection),
      (error: unknown) => {
        this.#growsFrom = performance.now() + PAUSE_AFTER_FAILURE_MILLISECONDS
        this.#leave()
        // As long as others are at work, theirs will do; where there are none, nobody waits in vain.
        if (this.#connections === 0) for (const { fail } of this.#waiting.splice(0)) fail(error)
      },
    )
  }

  #giveBack(connection: Connection): void {
    if (connection.isBroken || this.#closed) {
      this.#drop(connection)
      if (this.#waiting.length > 0) this.#grow(this.patienceEnds())
      return
    }
    const next = this.#waiting.shift()
    if (next) next.take(connection)
    else this.#idle.push({ connection, since: performance.now() })
  }

  #drop(connection: Connection): void {
    if (connection.isBroken) connection.destroy()
    else connection.close()
    this.#leave()
  }

  #leave(): void {
    this.#connections -= 1
    if (this.#connections === 0) this.#emptied?.()
  }
}

const closed = () => new StorageUnavailable('The database is closed.')
