import type { Compilable } from 'kysely'

export type Parameter = string | number | null
export type Tuple = readonly unknown[]

export interface Statement {
  readonly sql: string
  readonly parameters: readonly Parameter[]
}

interface Written {
  readonly affectedRows: number
  readonly insertId: number
}

/** What statements can be asked of: a connection, a transaction, or a pool, where each is one by itself. */
export abstract class Statements {
  /** Runs one statement with `?` places. Rows as objects or as arrays, or what was written. Throws as faults.ts says. */
  abstract send(sql: string, parameters: readonly Parameter[], asArrays: boolean): Promise<unknown>

  /** Runs them one after another, none after one that fails; what `send` gives of each. */
  async sendAll(statements: readonly Statement[], asArrays: boolean): Promise<readonly unknown[]> {
    const answers: unknown[] = []
    for (const { sql, parameters } of statements) answers.push(await this.send(sql, parameters, asArrays))
    return answers
  }

  async rows<Row>(query: Compilable<Row>): Promise<Row[]> {
    const { sql, parameters } = query.compile()
    const rows = (await this.send(sql, parameters as Parameter[], false)) as Record<string, unknown>[]
    for (const row of rows) textsOf(row)
    return rows as Row[]
  }

  async first<Row>(query: Compilable<Row>): Promise<Row | undefined> {
    const [row] = await this.rows(query)
    return row
  }

  /** How many rows the statement wrote or found as they should be, and the id of the one it added. */
  run(query: Compilable): Promise<{ readonly changes: number; readonly insertedId: number }> {
    const { sql, parameters } = query.compile()
    return this.runSql(sql, parameters as Parameter[])
  }

  async runSql(sql: string, parameters: readonly Parameter[]) {
    const { affectedRows, insertId } = (await this.send(sql, parameters, false)) as Written
    return { changes: affectedRows, insertedId: insertId }
  }

  /** Rows as arrays: for the queries that answer every visitor. */
  tuples(sql: string, parameters: readonly Parameter[]): Promise<readonly Tuple[]> {
    return this.send(sql, parameters, true) as Promise<readonly Tuple[]>
  }
}

/** Texts that are compared are in binary columns (migrations/columns.ts), which the driver reads as bytes. */
function textsOf(row: Record<string, unknown>): void {
  for (const key in row) {
    const value = row[key]
    if (Buffer.isBuffer(value)) row[key] = value.toString()
  }
}
