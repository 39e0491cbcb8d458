import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Config, ConfigProblem } from './config.ts'

/** Makes the folder that a database file is going to be in, with mode 0700 where it is missing. Idempotent. */
export async function makeDatabaseFolder(database: Config['database']): Promise<ConfigProblem | undefined> {
  if (database.kind !== 'sqlite') return undefined
  const folder = dirname(database.path)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return undefined
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    return {
      kind: 'config_problem',
      variable: 'DATABASE_URL',
      reason: `its folder ${folder} cannot be made (${code})`,
      example: 'DATABASE_URL=sqlite:/var/lib/appointease/appointease.db',
    }
  }
}
