import { OutcomeUnknown } from '../../ports/storage.ts'
import { Conclusion } from './conclusion.ts'
import type { Connection } from './connection.ts'
import { mayHaveCommitted, Overtaken } from './faults.ts'
import type { Pool } from './pool.ts'
import { againstOvertaking } from './retries.ts'
import type { MysqlTables } from './schema.ts'
import { type Parameter, Statements } from './statements.ts'

/** The statements of one transaction. Once it is over, or somebody else's change has undone it, it takes none. */
export class Transaction extends Statements {
  readonly conclusion: Conclusion
  /** Whether the work runs for the first time; where it runs again it was overtaken. */
  readonly isFirstAttempt: boolean
  readonly #connection: Connection
  readonly #mutexes: string
  readonly #outside: Statements
  #fault: Overtaken | undefined
  #isCommitting = false
  #isOver = false

  constructor(connection: Connection, tables: MysqlTables, outside: Statements, isFirstAttempt: boolean) {
    super()
    this.isFirstAttempt = isFirstAttempt
    this.#connection = connection
    this.#mutexes = tables.mutexes
    this.#outside = outside
    this.conclusion = new Conclusion(this, tables)
  }

  async send(sql: string, parameters: readonly Parameter[], asArrays: boolean): Promise<unknown> {
    if (this.#isOver) throw new Error('A transaction that is over was asked for more.')
    if (this.#fault) throw this.#fault
    try {
      return await this.#connection.send(sql, parameters, asArrays)
    } catch (error) {
      // What came before is undone: a statement that was to follow must not begin a transaction of its own.
      if (error instanceof Overtaken) this.#fault ??= error
      throw error
    }
  }

  /**
   * Takes what belongs to the names alone until the end, in one order for all, and waits for whoever has it. A name that
   * was never heard of is added first, by itself and for good: a locking read of a row that is not there locks nothing, and
   * rows that come and go with transactions make those who wait for them deadlock.
   */
  async takeMutexes(names: readonly string[]): Promise<void> {
    if (names.length === 0) return
    const sorted = [...new Set(names)].sort()
    const list = (count: number, one: string) => Array<string>(count).fill(one).join(', ')
    const take = `SELECT name FROM ${this.#mutexes} FORCE INDEX (PRIMARY)
      WHERE name IN (${list(sorted.length, '?')}) ORDER BY name FOR UPDATE`
    const taken = new Set((await this.tuples(take, sorted)).map(([name]) => String(name)))
    const missing = sorted.filter((name) => !taken.has(name))
    if (missing.length === 0) return
    // Only what is missing: what this transaction has would keep the other connection waiting for it.
    const add = `INSERT IGNORE INTO ${this.#mutexes} (name) VALUES ${list(missing.length, '(?)')}`
    await this.#outside.runSql(add, missing)
    await this.tuples(take, sorted)
  }

  async commit(): Promise<void> {
    await this.conclusion.verify(true)
    this.#isCommitting = true
    await this.conclusion.commit()
    this.#isOver = true
  }

  /** The fault to throw where the transaction ended with this one: a commit that was asked for may have been made. */
  toThrow(fault: unknown): unknown {
    if (!this.#isCommitting || !mayHaveCommitted(fault)) return fault
    const message = 'The connection was lost while committing; whether the change was kept is not known.'
    return new OutcomeUnknown(message, { cause: fault })
  }

  over(): void {
    this.#isOver = true
  }
}

/** Transactions over a pool whose connections begin one with their first statement, or with `begin`. */
export class Writer {
  readonly #pool: Pool
  readonly #tables: MysqlTables
  readonly #outside: Statements
  readonly #begin: string | undefined

  /**
   * `outside`: statements that commit by themselves, for adding mutexes. Over other connections than these, or no
   * transaction here takes a mutex that is not there yet: it would wait for a connection that others like it occupy.
   */
  constructor(pool: Pool, tables: MysqlTables, outside: Statements, begin?: 'START TRANSACTION') {
    this.#pool = pool
    this.#tables = tables
    this.#outside = outside
    this.#begin = begin
  }

  /**
   * All or nothing: commits where `keeps` says so of the work's value, rolls back otherwise and on a throw. Nobody else
   * has any of the named mutexes before the end. `work` runs again where another transaction came in between.
   */
  transact<Value>(
    work: (transaction: Transaction) => Promise<Value>,
    {
      mutexes = [],
      keeps = () => true,
    }: { mutexes?: readonly string[]; keeps?: (value: Value) => boolean } = {},
  ): Promise<Value> {
    const giveUpAt = this.#pool.patienceEnds()
    let isFirstAttempt = true
    return againstOvertaking(giveUpAt, async () => {
      let transaction: Transaction | undefined
      try {
        return await this.#pool.use(giveUpAt, (connection) => {
          transaction = new Transaction(connection, this.#tables, this.#outside, isFirstAttempt)
          isFirstAttempt = false
          return this.#once(connection, transaction, work, mutexes, keeps)
        })
      } catch (error) {
        // Here, because also the end of patience ends a commit.
        throw transaction?.toThrow(error) ?? error
      }
    })
  }

  async #once<Value>(
    connection: Connection,
    transaction: Transaction,
    work: (transaction: Transaction) => Promise<Value>,
    mutexes: readonly string[],
    keeps: (value: Value) => boolean,
  ): Promise<Value> {
    try {
      if (this.#begin) await transaction.send(this.#begin, [], false)
      await transaction.takeMutexes(mutexes)
      const value = await work(transaction)
      if (keeps(value)) await transaction.commit()
      else {
        await transaction.conclusion.verify(false)
        await rollBack(connection, transaction)
      }
      return value
    } catch (error) {
      await rollBack(connection, transaction)
      throw error
    }
  }
}

/** A connection that cannot roll back is cut, and the server does it. */
async function rollBack(connection: Connection, transaction: Transaction): Promise<void> {
  transaction.over()
  await connection.send('ROLLBACK', [], false).catch(() => connection.destroy())
}
