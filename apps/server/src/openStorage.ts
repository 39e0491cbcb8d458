import type { AdoptionReport } from './adapters/mysql/adoption/report.ts'
import { createMysqlStorage } from './adapters/mysql/index.ts'
import { createSqliteStorage } from './adapters/sqlite/index.ts'
import type { Config } from './config/config.ts'
import type { OpenedStorage } from './ports/storage.ts'

/** Opens the database that the configuration names; tells what became of tables of the original plugin that it took over. Throws StorageUnavailable, or DatabaseUnusable. */
export function openStorage(
  { database, tablePrefix, timeZone }: Pick<Config, 'database' | 'tablePrefix' | 'timeZone'>,
  onAdopted: (report: AdoptionReport) => void = () => {},
): Promise<OpenedStorage> {
  return database.kind === 'mysql'
    ? createMysqlStorage({ url: database.url, tablePrefix, adoption: { timeZone }, onAdopted })
    : createSqliteStorage({ path: database.path, tablePrefix })
}
