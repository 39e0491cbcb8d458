import { OutcomeUnknown, StorageUnavailable } from '../../ports/storage.ts'
import { Conclusion } from './conclusion.ts'
import type { Connection } from './connection.ts'
import { Overtaken } from './faults.ts'
import type { Pool } from './pool.ts'
import { againstOvertaking } from './retries.ts'
import type { MysqlTables } from './schema.ts'
import { type Parameter, Statements } from './statements.ts'

/** The statements of one transaction. Once it is over, or somebody else's change has undone it, it takes none. */
export class Transaction extends Statements {
  readonly conclusion: Conclusion
  readonly #connection: Connection
  readonly #mutexes: string
  readonly #outside: Statements
  #end: Error | undefined

  constructor(connection: Connection, tables: MysqlTables, outside: Statements) {
    super()
    this.#connection = connection
    this.#mutexes = tables.mutexes
    this.#outside = outside
    this.conclusion = new Conclusion(this, tables)
  }

  async send(sql: string, parameters: readonly Parameter[], asArrays: boolean): Promise<unknown> {
    if (this.#end) throw this.#end
    try {
      return await this.#connection.send(sql, parameters, asArrays)
    } catch (error) {
      // What came before is undone: a statement that was to follow must not begin a transaction of its own.
      if (error instanceof Overtaken) this.#end ??= error
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
    const take = `SELECT name FROM ${this.#mutexes} WHERE name IN (${list(sorted.length, '?')}) ORDER BY name FOR UPDATE`
    const taken = new Set((await this.tuples(take, sorted)).map(([name]) => String(name)))
    const missing = sorted.filter((name) => !taken.has(name))
    if (missing.length === 0) return
    // Only what is missing: what this transaction has would keep the other connection waiting for it.
    const add = `INSERT IGNORE INTO ${this.#mutexes} (name) VALUES ${list(missing.length, '(?)')}`
    await this.#outside.runSql(add, missing)
    await this.tuples(take, sorted)
  }

  async commit(): Promise<void> {
    this.#connection.isCommitting = true
    try {
      await this.conclusion.commit()
    } catch (error) {
      if (error instanceof Overtaken || !(error instanceof StorageUnavailable)) throw error
      throw new OutcomeUnknown(
        'The connection was lost while committing; whether the change was kept is not known.',
        { cause: error.cause },
      )
    } finally {
      this.#connection.isCommitting = false
    }
    this.over()
  }

  over(): void {
    this.#end = new Error('A transaction that is over was asked for more.')
  }
}

/** Transactions over a pool whose connections begin one with their first statement, or with `begin`. */
export class Writer {
  readonly #pool: Pool
  readonly #tables: MysqlTables
  readonly #outside: Statements
  readonly #begin: string | undefined

  /** `outside`: statements that commit by themselves, over connections that no transaction of this pool waits for. */
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
    return againstOvertaking(giveUpAt, () =>
      this.#pool.use(giveUpAt, (connection) => this.#once(connection, work, mutexes, keeps)),
    )
  }

  async #once<Value>(
    connection: Connection,
    work: (transaction: Transaction) => Promise<Value>,
    mutexes: readonly string[],
    keeps: (value: Value) => boolean,
  ): Promise<Value> {
    const transaction = new Transaction(connection, this.#tables, this.#outside)
    try {
      if (this.#begin) await transaction.send(this.#begin, [], false)
      await transaction.takeMutexes(mutexes)
      const value = await work(transaction)
      if (keeps(value)) await transaction.commit()
      else await rollBack(connection, transaction)
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
