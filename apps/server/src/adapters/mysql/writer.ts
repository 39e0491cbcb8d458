import { OutcomeUnknown } from '../../ports/storage.ts'
import { Conclusion } from './conclusion.ts'
import type { Connection } from './connection.ts'
import { mayHaveCommitted, Overtaken } from './faults.ts'
import type { MutexNames } from './mutexNames.ts'
import type { Pool } from './pool.ts'
import { againstOvertaking } from './retries.ts'
import type { MysqlTables } from './schema.ts'
import { type Parameter, type Statement, Statements, type Tuple } from './statements.ts'

/** The statements of one transaction. Once it is over, or somebody else's change has undone it, it takes none. */
export class Transaction extends Statements {
  readonly conclusion: Conclusion
  /** Whether the work runs for the first time; where it runs again it was overtaken. */
  readonly isFirstAttempt: boolean
  readonly #connection: Connection
  readonly #mutexes: string
  readonly #names: MutexNames
  readonly #beginning: readonly Statement[]
  #hasAsked = false
  #fault: Overtaken | undefined
  #isCommitting = false
  #isOver = false

  constructor(connection: Connection, { tables, names, begin }: WriterOptions, isFirstAttempt: boolean) {
    super()
    this.isFirstAttempt = isFirstAttempt
    this.#connection = connection
    this.#beginning = begin === undefined ? [] : [{ sql: begin, parameters: [] }]
    this.#mutexes = tables.mutexes
    this.#names = names
    this.conclusion = new Conclusion(this, tables)
  }

  async send(sql: string, parameters: readonly Parameter[], asArrays: boolean): Promise<unknown> {
    return (await this.sendAll([{ sql, parameters }], asArrays))[0]
  }

  override async sendAll(statements: readonly Statement[], asArrays: boolean): Promise<readonly unknown[]> {
    if (this.#isOver) throw new Error('A transaction that is over was asked for more.')
    if (this.#fault) throw this.#fault
    // It goes to the server with whatever is first.
    const begin = this.#hasAsked ? [] : this.#beginning
    this.#hasAsked = true
    try {
      const answers = await this.#connection.sendAll([...begin, ...statements], asArrays)
      return answers.slice(begin.length)
    } catch (error) {
      // What came before is undone: a statement that was to follow must not begin a transaction of its own.
      if (error instanceof Overtaken) this.#fault ??= error
      throw error
    }
  }

  /**
   * Takes what belongs to the names alone until the end, in one order for all, and waits for whoever has it. A name that
   * was never heard of is added first, by itself and for good: a locking read of a row that is not there locks nothing, and
   * rows that come and go with transactions make those who wait for them deadlock. What is asked `ahead` is asked in the
   * same go, once they are taken; the answers to it, as arrays.
   */
  async takeMutexes(names: readonly string[], ahead: readonly Statement[] = []): Promise<readonly unknown[]> {
    const sorted = [...new Set(names)].sort()
    if (sorted.length === 0) return ahead.length === 0 ? [] : this.sendAll(ahead, true)
    const list = (count: number, one: string) => Array<string>(count).fill(one).join(', ')
    const take = `SELECT name FROM ${this.#mutexes} FORCE INDEX (PRIMARY)
      WHERE name IN (${list(sorted.length, '?')}) ORDER BY name FOR UPDATE`
    const all = [{ sql: take, parameters: sorted }, ...ahead]
    const isFirst = !this.#hasAsked
    const [taken, ...answers] = await this.sendAll(all, true)
    const missing = missingIn(taken, sorted)
    if (missing.length === 0) return answers
    // Whoever has added it meanwhile may wait for what this transaction took after the gap, and the server cannot see that
    // this one waits for them, over another connection.
    if (isFirst) await this.#startAgain()
    // Only what is missing: what this transaction has would keep the other connection waiting for it.
    await this.#names.add(missing)
    // What was answered before the mutexes were had counts for nothing.
    const [takenNow, ...answersNow] = await this.sendAll(all, true)
    const stillMissing = missingIn(takenNow, sorted)
    if (stillMissing.length === 0) return answersNow
    this.#names.forget(stillMissing)
    throw new Overtaken('The names of mutexes were removed.')
  }

  async #startAgain(): Promise<void> {
    await this.sendAll([{ sql: 'ROLLBACK', parameters: [] }], false)
    this.#hasAsked = false
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

export interface WriterOptions {
  readonly tables: MysqlTables
  /**
   * Over other connections than these, or no transaction here takes a mutex that is not there yet: it would wait for a
   * connection that others like it occupy.
   */
  readonly names: MutexNames
  readonly begin?: 'START TRANSACTION'
}

/** Is given the answers to what was asked ahead. */
type Work<Value> = (transaction: Transaction, answers: readonly unknown[]) => Promise<Value>

export interface TransactOptions<Value> {
  readonly mutexes?: readonly string[]
  /** What to ask in one go with taking them. */
  readonly ahead?: readonly Statement[]
  readonly keeps?: (value: Value) => boolean
}

/** Transactions over a pool whose connections begin one with their first statement, or with `begin`. */
export class Writer {
  readonly #pool: Pool
  readonly #options: WriterOptions

  constructor(pool: Pool, options: WriterOptions) {
    this.#pool = pool
    this.#options = options
  }

  /**
   * All or nothing: commits where `keeps` says so of the work's value, rolls back otherwise and on a throw. Nobody else
   * has any of the named mutexes before the end. `work` runs again where another transaction came in between.
   */
  transact<Value>(work: Work<Value>, options: TransactOptions<Value> = {}): Promise<Value> {
    const giveUpAt = this.#pool.patienceEnds()
    let isFirstAttempt = true
    return againstOvertaking(giveUpAt, async () => {
      let transaction: Transaction | undefined
      try {
        return await this.#pool.use(giveUpAt, (connection) => {
          transaction = new Transaction(connection, this.#options, isFirstAttempt)
          isFirstAttempt = false
          return this.#once(connection, transaction, work, options)
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
    work: Work<Value>,
    { mutexes = [], ahead = [], keeps = () => true }: TransactOptions<Value>,
  ): Promise<Value> {
    try {
      const value = await work(transaction, await transaction.takeMutexes(mutexes, ahead))
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

function missingIn(taken: unknown, names: readonly string[]): readonly string[] {
  const there = new Set((taken as readonly Tuple[]).map(([name]) => String(name)))
  return names.filter((name) => !there.has(name))
}
