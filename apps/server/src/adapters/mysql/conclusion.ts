import { createHash } from 'node:crypto'
import {
  type AdditionRows,
  type AdditionTable,
  additionSql,
  additionStatement,
  GIVEN,
  valuesOf,
} from './additions.ts'
import { isDuplicate, isNoValue, Overtaken } from './faults.ts'
import type { MysqlTables } from './schema.ts'
import type { Statement, Statements } from './statements.ts'

const TABLES = Object.keys(GIVEN) as AdditionTable[]

/**
 * What a change adds last waits for its end and goes to the server with the commit, in one call of a procedure instead of
 * five statements: on the way there and back a booking spends most of its time. One row of each table can wait; whoever
 * reads such a table writes what waits first.
 */
export class Conclusion {
  readonly #statements: Statements
  readonly #tables: MysqlTables
  readonly #waiting = new Map<AdditionTable, object>()
  readonly #before: (() => readonly Statement[])[] = []
  readonly #assumptions = new Map<string, () => Promise<boolean>>()
  #isAddingAssumed = false

  constructor(statements: Statements, tables: MysqlTables) {
    this.#statements = statements
    this.#tables = tables
  }

  async add<Table extends AdditionTable>(table: Table, row: AdditionRows[Table]): Promise<void> {
    if (this.#waiting.has(table)) await this.write()
    this.#waiting.set(table, row)
  }

  /** What else is to be written before the commit, asked for then. Something in it that has no value was overtaken. */
  beforeCommit(statements: () => readonly Statement[]): void {
    this.#before.push(statements)
  }

  async writeBefore(): Promise<void> {
    await this.#send(...this.#writings())
  }

  #writings(): readonly Statement[] {
    return this.#before.flatMap((statements) => statements())
  }

  isWaiting(table: AdditionTable): boolean {
    return this.#waiting.has(table)
  }

  /** That nobody has kept a reply of this scope; `isTrue` looks. */
  assume(scope: string, isTrue: () => Promise<boolean>): void {
    this.#assumptions.set(scope, isTrue)
  }

  /** Throws Overtaken where something was assumed that is not so. `keeping`: what will be added is left to its unique key. */
  async verify(keeping: boolean): Promise<void> {
    if (keeping) this.#leaveToItsKey()
    for (const isTrue of this.#assumptions.values()) if (!(await isTrue())) throw overtaken()
  }

  /** Writes what waits, as statements of their own. */
  async write(): Promise<void> {
    this.#leaveToItsKey()
    for (const table of TABLES) {
      const row = this.#waiting.get(table)
      if (!row) continue
      this.#waiting.delete(table)
      await this.#send(additionStatement(this.#tables, table, row as AdditionRows[typeof table]))
    }
  }

  /** Writes what waits and commits. */
  async commit(): Promise<void> {
    const before = this.#writings()
    if (this.#waiting.size === 0) return this.#send(...before, { sql: 'COMMIT', parameters: [] })
    const parameters = TABLES.flatMap((table) => valuesOf(table, this.#waiting.get(table)))
    await this.#send(...before, { sql: procedureOf(this.#tables).call, parameters })
  }

  #leaveToItsKey(): void {
    const reply = this.#waiting.get('idempotency') as AdditionRows['idempotency'] | undefined
    if (reply && this.#assumptions.delete(reply.scope)) this.#isAddingAssumed = true
  }

  async #send(...statements: readonly Statement[]): Promise<void> {
    if (statements.length === 0) return
    try {
      await this.#statements.sendAll(statements, false)
    } catch (error) {
      const isOvertaken = isNoValue(error) || (isDuplicate(error) && this.#isAddingAssumed)
      throw isOvertaken ? overtaken(error) : error
    }
  }
}

const overtaken = (cause?: unknown) => new Overtaken('Another change came in between.', { cause })

interface Procedure {
  readonly name: string
  /** The statement that makes it. */
  readonly sql: string
  /** The statement that calls it, with a place for each value. */
  readonly call: string
}

const procedures = new WeakMap<MysqlTables, Procedure>()

/** A customer who is known as they are: only looked at, so that nobody waits for their row. */
const knownAs = ({ customers }: MysqlTables, value: (column: string) => string) =>
  `SELECT 1 FROM ${customers} WHERE email = ${value('email')}
    AND (${value('replaces')} = 0 OR (name = ${value('name')} AND phone = ${value('phone')}))`

/** Adds the rows that are given and commits. A fault ends it before the commit. Named by what it does, so that another version does not change what this one calls. */
export function procedureOf(tables: MysqlTables): Procedure {
  const known = procedures.get(tables)
  if (known) return known
  const parameter = (table: AdditionTable) => (column: string) => `of_${table}_${column}`
  const parameters = TABLES.flatMap((table) =>
    Object.entries(GIVEN[table]).map(([column, type]) => `IN ${parameter(table)(column)} ${type}`),
  )
  const additions = TABLES.map((table) => {
    const value = parameter(table)
    const [first = ''] = Object.keys(GIVEN[table])
    const isWanted = `${value(first)} IS NOT NULL${table === 'customers' ? ` AND NOT EXISTS (${knownAs(tables, value)})` : ''}`
    return `IF ${isWanted} THEN\n  ${additionSql(tables, table, value)};\nEND IF;`
  })
  const text = `(${parameters.join(', ')})\nBEGIN\n${additions.join('\n')}\nCOMMIT;\nEND`
  const version = createHash('sha256').update(text).digest('hex').slice(0, 8)
  const name = `${tables.history.replace(/history$/, 'conclude_')}${version}`
  const procedure = {
    name,
    sql: `CREATE PROCEDURE ${name} ${text}`,
    call: `CALL ${name}(${parameters.map(() => '?').join(', ')})`,
  }
  procedures.set(tables, procedure)
  return procedure
}
