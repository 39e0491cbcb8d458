import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Reference } from './turns.ts'
import { runWorkers } from './workers.ts'

/** The product's own pragmas. `FULL`: every commit is on the disk before it returns. */
type Durability = 'FULL' | 'NORMAL'

/** As long as an appointment's. */
export const ROW = 'x'.repeat(400)

/**
 * What SQLite costs by itself: `BEGIN IMMEDIATE`, one insert of a row into a table without indexes, `COMMIT`, one after
 * the other.
 */
export const bareInserts = (durability: Durability, calls: number): Reference => ({
  name: 'bare insert',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'appointease-bench-'))
    const database = new DatabaseSync(join(folder, 'bare.db'), { enableForeignKeyConstraints: true })
    try {
      database.exec('PRAGMA journal_mode = WAL')
      database.exec(`PRAGMA synchronous = ${durability}`)
      database.exec(
        'CREATE TABLE bare (id INTEGER PRIMARY KEY, employee_id INTEGER, start INTEGER, text TEXT)',
      )
      const insert = database.prepare('INSERT INTO bare (employee_id, start, text) VALUES (?, ?, ?)')
      return await runWorkers(1, calls, async (_, number) => {
        database.exec('BEGIN IMMEDIATE')
        insert.run(number % 16, number, ROW)
        database.exec('COMMIT')
      })
    } finally {
      database.close()
      await rm(folder, { recursive: true, force: true })
    }
  },
})
