import { createMysqlStorage } from '@appointease/server/adapters/mysql/index.ts'
import type { OpenedStorage } from '@appointease/server/ports/storage.ts'
import { createConnection } from 'mysql2/promise'
import { type Mariadb, sharedMariadb } from './engines/mariadb.ts'
import type { StorageUnderTest } from './storage/harness.ts'

export interface MysqlUnderTest extends StorageUnderTest {
  readonly url: string
}

export interface MysqlUnderTestOptions {
  readonly tablePrefix?: string
  /** Default: the one that all tests of a file share. */
  readonly server?: Mariadb
  readonly onStatement?: (sql: string) => void
  /** Default: longer than a visitor is kept waiting. */
  readonly patienceMilliseconds?: number
}

/** How many wait for one employee in a test is no visitor's wait: a busy machine is given the time that it takes. */
const PATIENCE_MILLISECONDS = 20_000

/** A database of its own, gone after `dispose`. */
export async function mysqlUnderTest(options: MysqlUnderTestOptions = {}): Promise<MysqlUnderTest> {
  const { tablePrefix = 'wp_', onStatement, patienceMilliseconds = PATIENCE_MILLISECONDS } = options
  const server = options.server ?? (await sharedMariadb())
  const { url, drop } = await server.createDatabase()
  const opened: OpenedStorage[] = []
  const reopen = async () => {
    const one = await createMysqlStorage({
      url,
      tablePrefix,
      patienceMilliseconds,
      ...(onStatement && { onStatement }),
    })
    opened.push(one)
    return one
  }
  const first = await reopen()
  // As a prompt has it: the server's own SQL mode and isolation, and whatever time zone it is in.
  const prompt = await createConnection({ uri: url, dateStrings: true })
  return {
    ...first,
    url,
    tablePrefix,
    reopen,
    async runSql(sql, parameters = []) {
      const [rows] = await prompt.query(sql, [...parameters])
      return Array.isArray(rows) ? rows.map((row) => ({ ...row })) : []
    },
    async dispose() {
      prompt.destroy()
      await Promise.all(opened.map((one) => one.storage.close()))
      await drop()
    },
  }
}
