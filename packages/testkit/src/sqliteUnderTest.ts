import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createSqliteStorage } from '@appointease/server/adapters/sqlite/index.ts'
import type { OpenedStorage } from '@appointease/server/ports/storage.ts'
import type { StorageUnderTest } from './storage/harness.ts'

export interface SqliteUnderTest extends StorageUnderTest {
  readonly path: string
}

/** A database file in a folder of its own, gone after `dispose`. */
export async function sqliteUnderTest(tablePrefix = 'wp_'): Promise<SqliteUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'appointease-'))
  const path = join(folder, 'appointease.db')
  const opened: OpenedStorage[] = []
  const open = async () => {
    const one = await createSqliteStorage({ path, tablePrefix })
    opened.push(one)
    return one
  }
  const first = await open()
  const prompt = new DatabaseSync(path, { timeout: 5000 })
  return {
    ...first,
    path,
    tablePrefix,
    reopen: open,
    async runSql(sql, parameters = []) {
      return prompt
        .prepare(sql)
        .all(...parameters)
        .map((row) => ({ ...row }))
    },
    async dispose() {
      prompt.close()
      for (const one of opened) await one.storage.close()
      await rm(folder, { recursive: true })
    },
  }
}
