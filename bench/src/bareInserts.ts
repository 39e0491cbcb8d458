import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** The product's own pragmas. `FULL`: every commit is on the disk before it returns. */
export type Durability = 'FULL' | 'NORMAL'

const ROW = 'x'.repeat(400)

/**
 * What SQLite costs by itself: `BEGIN IMMEDIATE`, one insert of a row as long as an appointment's into a table
 * without indexes, `COMMIT`, one after the other. The milliseconds of each.
 */
export async function bareInserts(durability: Durability, count: number): Promise<readonly number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'appointease-bench-'))
  const database = new DatabaseSync(join(folder, 'bare.db'), { enableForeignKeyConstraints: true })
  try {
    database.exec('PRAGMA journal_mode = WAL')
    database.exec(`PRAGMA synchronous = ${durability}`)
    database.exec('CREATE TABLE bare (id INTEGER PRIMARY KEY, employee_id INTEGER, start INTEGER, text TEXT)')
    const insert = database.prepare('INSERT INTO bare (employee_id, start, text) VALUES (?, ?, ?)')
    return Array.from({ length: count }, (_, number) => {
      const began = performance.now()
      database.exec('BEGIN IMMEDIATE')
      insert.run(number % 16, number, ROW)
      database.exec('COMMIT')
      return performance.now() - began
    })
  } finally {
    database.close()
    await rm(folder, { recursive: true, force: true })
  }
}
