import { AsyncLocalStorage } from 'node:async_hooks'
import type { Connection } from './connection.ts'

interface Turn {
  open: boolean
}

/** First come, first served: SQLite has one writer, and waiting here costs nothing and starves nobody. */
export class Turns {
  readonly #current = new AsyncLocalStorage<Turn>()
  #last: Promise<unknown> = Promise.resolve()

  take<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#current.getStore()?.open)
      throw new Error(
        'A transaction was begun inside another one of the same process; it would wait for itself.',
      )
    const turn: Turn = { open: true }
    const result = this.#last.then(() =>
      this.#current.run(turn, async () => {
        try {
          return await work()
        } finally {
          turn.open = false
        }
      }),
    )
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

  constructor(connection: Connection, turns: Turns) {
    this.connection = connection
    this.#turns = turns
  }

  /** All or nothing: commits where `keeps` says so of the work's value, rolls back otherwise and on a throw. */
  transact<Value>(
    work: () => Value | Promise<Value>,
    keeps: (value: Value) => boolean = () => true,
  ): Promise<Value> {
    return this.#turns.take(async () => {
      await this.connection.beginImmediate()
      try {
        const value = await work()
        if (keeps(value)) this.connection.commit()
        else this.connection.rollback()
        return value
      } catch (error) {
        this.connection.rollback()
        throw error
      }
    })
  }
}
