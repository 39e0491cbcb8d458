import { createMysqlStorage } from './adapters/mysql/index.ts'
import { createSqliteStorage } from './adapters/sqlite/index.ts'
import type { Config } from './config/config.ts'
import type { OpenedStorage } from './ports/storage.ts'

/** Opens the database that the configuration names. Throws StorageUnavailable, or DatabaseUnusable. */
export function openStorage({
  database,
  tablePrefix,
}: Pick<Config, 'database' | 'tablePrefix'>): Promise<OpenedStorage> {
  return database.kind === 'mysql'
    ? createMysqlStorage({ url: database.url, tablePrefix })
    : createSqliteStorage({ path: database.path, tablePrefix })
}
