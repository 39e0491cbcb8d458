import type { Mariadb } from '@appointease/testkit/engines/mariadb.ts'
import { createConnection } from 'mysql2/promise'
import { ROW } from './bareInserts.ts'
import type { Reference } from './turns.ts'
import { runWorkers } from './workers.ts'

/**
 * What MySQL costs by itself: `START TRANSACTION`, one insert of a row into a table without further indexes, and `COMMIT`,
 * each a statement sent by mysql2, by so many callers at once, each on a connection of its own.
 */
export async function withBareTransactions<Value>(
  mariadb: Mariadb,
  { callers, calls }: { readonly callers: number; readonly calls: number },
  work: (reference: Reference) => Promise<Value>,
): Promise<Value> {
  const { url } = await mariadb.createDatabase()
  const connections = await Promise.all(Array.from({ length: callers }, () => createConnection(url)))
  await connections[0]?.query(
    'CREATE TABLE bare (id BIGINT AUTO_INCREMENT PRIMARY KEY, employee_id BIGINT, start BIGINT, text TEXT)',
  )
  const transaction = async (caller: number, turn: number) => {
    const connection = connections[caller]
    if (!connection) throw new Error('Every caller has a connection')
    await connection.query('START TRANSACTION')
    await connection.query('INSERT INTO bare (employee_id, start, text) VALUES (?, ?, ?)', [
      caller,
      turn,
      ROW,
    ])
    await connection.query('COMMIT')
  }
  try {
    return await work({ name: 'bare transaction', run: () => runWorkers(callers, calls, transaction) })
  } finally {
    for (const connection of connections) connection.destroy()
  }
}
