import { mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeDatabaseFolder } from './databaseFolder.ts'

const scratch = mkdtempSync(join(tmpdir(), 'appointease-folder-'))
const databaseIn = (folder: string) => ({ kind: 'sqlite', path: join(folder, 'appointease.db') }) as const

test("the database's folder is made for its owner only, and may be there already", async () => {
  const folder = join(scratch, 'deep/data')
  expect(await makeDatabaseFolder(databaseIn(folder))).toBeUndefined()
  expect(await makeDatabaseFolder(databaseIn(folder))).toBeUndefined()
  expect(statSync(folder).mode & 0o777).toBe(0o700)
})

test('a folder that cannot be made stops the start', async () => {
  writeFileSync(join(scratch, 'file'), '')
  const problem = await makeDatabaseFolder(databaseIn(join(scratch, 'file')))
  expect(problem).toMatchObject({ kind: 'config_problem', variable: 'DATABASE_URL' })
})
