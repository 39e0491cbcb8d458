import { AsyncLocalStorage } from 'node:async_hooks'
import { StorageUnavailable } from '../../ports/storage.ts'
import { type Connection, PATIENCE_MILLISECONDS } from './connection.ts'

interface Turn {
  open: boolean
}

/** More than can be written within anybody's patience. */
const MOST_WAITING = 2000

/**
 * First come, first served: SQLite has one writer, and waiting here costs nothing and starves nobody. Patience begins
 * when a turn is asked for: behind a database that stays locked everybody is told in time, not one after another.
 */
export class Turns {
  readonly #patienceMilliseconds: number
  readonly #current = new AsyncLocalStorage<Turn>()
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  constructor(patienceMilliseconds = PATIENCE_MILLISECONDS) {
    this.#patienceMilliseconds = patienceMilliseconds
  }

  /** Throws StorageUnavailable where the turn comes too late or too many wait; the work has then not begun. */
  async take<Value>(work: (giveUpAt: number) => Promise<Value>): Promise<Value> {
    if (this.#current.getStore()?.open)
      throw new Error(
        'A transaction was begun inside another one of the same process; it would wait for itself.',
      )
    if (this.#waiting >= MOST_WAITING) throw new StorageUnavailable('Too many changes wait for the database.')
    this.#waiting += 1
    const giveUpAt = performance.now() + this.#patienceMilliseconds
    const turn: Turn = { open: true }
    const result = this.#last.then(() => {
      this.#waiting -= 1
      if (performance.now() > giveUpAt)
        throw new StorageUnavailable('The database was busy with earlier changes.')
      return this.#current.run(turn, async () => {
        try {
          return await work(giveUpAt)
        } finally {
          turn.open = false
        }
      })
    })
    this.#last = result.catch(() => undefined)
    return result
  }

  /** Resolves when nothing that was asked for before is under way. */
  idle(): Promise<unknown> {
    return this.#last
  }
}

/** One connection's write transactions, one after another with those of every writer of the same `turns`. */
export class Writer {
  readonly connection: Connection
  readonly #turns: Turns
  readonly #committed: () => void

  /** `committed` is called after every commit, before whoever wanted it goes on. */
  constructor(connection: Connection, turns: Turns, committed: () => void = () => {}) {
    this.connection = connection
    this.#turns = turns
    this.#committed = committed
  }

  /** All or nothing: commits where `keeps` says so of the work's value, rolls back otherwise and on a throw. */
  transact<Value>(
    work: () => Value | Promise<Value>,
    keeps: (value: Value) => boolean = () => true,
  ): Promise<Value> {
    return this.#turns.take(async (giveUpAt) => {
      await this.connection.beginImmediate(giveUpAt)
      try {
        const value = await work()
        if (!keeps(value)) {
          this.connection.rollback()
          return value
        }
        this.connection.commit()
        this.#committed()
        return value
      } catch (error) {
        this.connection.rollback()
        throw error
      }
    })
  }
}
