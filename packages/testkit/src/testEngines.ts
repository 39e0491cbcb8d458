import type { Config } from '@appointease/server/config/config.ts'
import { sharedMariadb } from './engines/mariadb.ts'
import { emptyRedis, emptyRedisCluster, redisServersAt } from './redisUnderTest.ts'

export interface TestEngines {
  /** Undefined: an SQLite file. */
  readonly database: Config['database'] | undefined
  readonly redis: Config['redis']
  drop(): Promise<void>
}

const SQLITE: TestEngines = { database: undefined, redis: undefined, drop: async () => {} }

const ofFolders = new Map<string, Promise<TestEngines>>()

/**
 * What servers of tests work on in this run: `APPOINTEASE_TEST_ENGINES`, set for each project in vitest.config.ts. A
 * server that is started again on the same folder finds the same database, which then stays as long as the process.
 */
export function enginesOfThisRun(dataDir: string | undefined): Promise<TestEngines> {
  if (dataDir === undefined) return openEngines()
  const known = ofFolders.get(dataDir) ?? openEngines()
  ofFolders.set(dataDir, known)
  return known.then((engines) => ({ ...engines, drop: async () => {} }))
}

async function openEngines(): Promise<TestEngines> {
  switch (process.env.APPOINTEASE_TEST_ENGINES) {
    case 'mariadb':
      return { ...(await emptyMariadb()), redis: undefined }
    case 'mariadb+redis':
      return { ...(await emptyMariadb()), redis: redisServersAt((await emptyRedis()).url) }
    case 'mariadb+cluster':
      return { ...(await emptyMariadb()), redis: redisServersAt((await emptyRedisCluster()).url) }
    default:
      return SQLITE
  }
}

async function emptyMariadb(): Promise<Pick<TestEngines, 'database' | 'drop'>> {
  const { url, drop } = await (await sharedMariadb()).createDatabase()
  return { database: { kind: 'mysql', url }, drop }
}
