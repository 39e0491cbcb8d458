import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import type { Compilable } from 'kysely'
import { isBusy, translateFault } from './faults.ts'

/** How long a change waits, for those before it and for another process's writing together. */
export const PATIENCE_MILLISECONDS = 2000
/** More kinds of statement than there are; only lists of many lengths come near it. */
const STATEMENTS_KEPT = 500

export type Tuple = readonly SQLOutputValue[]

/**
 * One connection. Kysely compiles, node:sqlite runs: every call is synchronous, so that what happens between
 * two awaits of the caller is never interleaved with anybody else's. Faults are translated here and nowhere else.
 */
export class Connection {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  private constructor(database: DatabaseSync) {
    this.#database = database
  }

  /**
   * `full`: a commit is on the disk before it returns. `normal`: it may be lost to a power cut, never to a crash
   * of this process, and never damages anything. Only a reader lets SQLite wait for a lock (its own are short);
   * writers wait in `patiently`, which leaves the event loop free.
   */
  static async open(
    path: string,
    mode: 'full' | 'normal' | 'reader',
    patienceMilliseconds = PATIENCE_MILLISECONDS,
  ): Promise<Connection> {
    const reading = mode === 'reader'
    let database: DatabaseSync | undefined
    try {
      database = new DatabaseSync(path, {
        readOnly: reading,
        timeout: reading ? patienceMilliseconds : 0,
        enableForeignKeyConstraints: true,
      })
      const connection = new Connection(database)
      if (!reading) {
        const giveUpAt = performance.now() + patienceMilliseconds
        await patiently(giveUpAt, () => connection.#database.exec('PRAGMA journal_mode = WAL'))
        database.exec(`PRAGMA synchronous = ${mode}`)
      }
      return connection
    } catch (error) {
      database?.close()
      throw translateFault(error)
    }
  }

  rows<Row>(query: Compilable<Row>): Row[] {
    const { sql, parameters } = query.compile()
    return this.#attempt(() => this.#statement(sql, false).all(...(parameters as SQLInputValue[]))) as Row[]
  }

  first<Row>(query: Compilable<Row>): Row | undefined {
    const { sql, parameters } = query.compile()
    return this.#attempt(() => this.#statement(sql, false).get(...(parameters as SQLInputValue[]))) as
      | Row
      | undefined
  }

  /** How many rows the statement changed, and the id of the last one it added. */
  run(query: Compilable): { readonly changes: number; readonly insertedId: number } {
    const { sql, parameters } = query.compile()
    return this.runSql(sql, parameters as SQLInputValue[])
  }

  runSql(sql: string, parameters: readonly SQLInputValue[]) {
    const { changes, lastInsertRowid } = this.#attempt(() => this.#statement(sql, false).run(...parameters))
    return { changes: Number(changes), insertedId: Number(lastInsertRowid) }
  }

  /** Rows as arrays: about half the time of rows as objects, for the queries that answer every visitor. */
  tuples(sql: string, parameters: readonly SQLInputValue[]): readonly Tuple[] {
    return this.#attempt(() => this.#statement(sql, true).all(...parameters)) as unknown as Tuple[]
  }

  hasTable(name: string): boolean {
    return this.tuples("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [name]).length > 0
  }

  exec(sql: string): void {
    this.#attempt(() => this.#database.exec(sql))
  }

  /** Several reads of one and the same committed state. */
  snapshot<Value>(read: () => Value): Value {
    this.exec('BEGIN')
    try {
      return read()
    } finally {
      this.exec('COMMIT')
    }
  }

  /** Begins as the only writer, or throws StorageUnavailable at `giveUpAt` (of performance.now). */
  async beginImmediate(giveUpAt: number): Promise<void> {
    try {
      await patiently(giveUpAt, () => this.#database.exec('BEGIN IMMEDIATE'))
    } catch (error) {
      throw translateFault(error)
    }
  }

  commit(): void {
    this.exec('COMMIT')
  }

  /** Where SQLite has rolled back by itself (a full disk, say) there is nothing left to do. */
  rollback(): void {
    if (this.#database.isOpen && this.#database.isTransaction) this.exec('ROLLBACK')
  }

  close(): void {
    this.#statements.clear()
    if (this.#database.isOpen) this.#database.close()
  }

  #attempt<Value>(work: () => Value): Value {
    try {
      return work()
    } catch (error) {
      throw translateFault(error)
    }
  }

  #statement(sql: string, returnArrays: boolean): StatementSync {
    const key = returnArrays ? `[]${sql}` : sql
    const known = this.#statements.get(key)
    if (known) return known
    if (this.#statements.size >= STATEMENTS_KEPT) this.#statements.clear()
    const statement = this.#database.prepare(sql, { returnArrays })
    this.#statements.set(key, statement)
    return statement
  }
}

async function patiently(giveUpAt: number, attempt: () => void): Promise<void> {
  for (;;) {
    try {
      attempt()
      return
    } catch (error) {
      if (!isBusy(error) || performance.now() >= giveUpAt) throw error
      await pause(1 + Math.random() * 10)
    }
  }
}
