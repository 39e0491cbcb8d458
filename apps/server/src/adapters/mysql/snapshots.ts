import type { Connection } from './connection.ts'
import type { Pool } from './pool.ts'
import type { Statements } from './statements.ts'

export interface Snapshots {
  /** Several reads of one and the same committed state. */
  read<Value>(work: (snapshot: Statements) => Promise<Value>): Promise<Value>
}

/** Over connections that commit each statement. */
export function createSnapshots(pool: Pool): Snapshots {
  async function once<Value>(
    connection: Connection,
    work: (snapshot: Statements) => Promise<Value>,
  ): Promise<Value> {
    // Of the next transaction alone: under READ COMMITTED each of its reads would have a state of its own.
    await connection.runSql('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ', [])
    await connection.runSql('START TRANSACTION READ ONLY', [])
    try {
      return await work(connection)
    } finally {
      await connection.runSql('COMMIT', []).catch(() => connection.destroy())
    }
  }

  return { read: (work) => pool.use(pool.patienceEnds(), (connection) => once(connection, work)) }
}
