import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMysqlStorage } from '@appointease/server/adapters/mysql/index.ts'
import { createSqliteStorage } from '@appointease/server/adapters/sqlite/index.ts'
import type { QuickStore } from '@appointease/server/ports/quickStore.ts'
import type { OpenedStorage } from '@appointease/server/ports/storage.ts'
import { type Mariadb, startMariadb } from '@appointease/testkit/engines/mariadb.ts'
import { type RedisServer, startRedis } from '@appointease/testkit/engines/redis.ts'
import { openRedisAt } from '@appointease/testkit/redisUnderTest.ts'

/** What a business lives on; without a MariaDB, an SQLite file. */
export interface Engines {
  readonly mariadb?: Mariadb
  readonly redis?: RedisServer
  /** Is told every statement that MariaDB is sent by this process. */
  readonly onStatement?: (sql: string) => void
}

export interface OpenedEngines {
  readonly opened: OpenedStorage
  readonly quick: QuickStore | undefined
  /** What a server of its own process needs to be on the same; its data folder is `folder`. */
  readonly env: Readonly<Record<string, string>>
  readonly folder: string
  /** Closes the database, not the Redis, and removes the folder. */
  close(): Promise<void>
}

/** An empty database, and the Redis where there is one. */
export async function openEngines({ mariadb, redis, onStatement }: Engines): Promise<OpenedEngines> {
  const folder = await mkdtemp(join(tmpdir(), 'appointease-bench-'))
  const tablePrefix = 'wp_'
  const database = await mariadb?.createDatabase()
  const opened = database
    ? await createMysqlStorage({
        url: database.url,
        tablePrefix,
        // What is measured is to be seen, also where it takes longer than anybody would wait.
        patienceMilliseconds: 60_000,
        ...(onStatement && { onStatement }),
      })
    : await createSqliteStorage({ path: join(folder, 'appointease.db'), tablePrefix })
  return {
    opened,
    quick: redis && (await openRedisAt(redis.url)),
    env: {
      ...(database && { DATABASE_URL: database.url }),
      ...(redis && { REDIS_URL: redis.url }),
    },
    folder,
    async close() {
      await opened.storage.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Every commit is on the disk before it returns, as the product asks for where bookings are to survive a power cut. */
const DURABLE = ['--innodb-flush-log-at-trx-commit=1']

/** Runs `work` with private servers that end afterwards. */
export async function withServers<Value>(
  work: (servers: { readonly mariadb: Mariadb; readonly redis: RedisServer }) => Promise<Value>,
): Promise<Value> {
  const mariadb = await startMariadb({ args: DURABLE })
  try {
    const redis = await startRedis()
    try {
      return await work({ mariadb, redis })
    } finally {
      await redis.stop()
    }
  } finally {
    await mariadb.stop()
  }
}
