import { openMysqlDatabase } from '../adapters/mysql/database.ts'
import { openSqliteDatabase } from '../adapters/sqlite/database.ts'
import type { Database } from '../adapters/tables/database.ts'
import type { Config } from '../config/config.ts'

/** What of the configuration says which database is meant, and what it is to be when it is new. */
export type Place = Pick<Config, 'database' | 'tablePrefix' | 'timeZone'>

/** The database as a whole, whichever engine it is of. */
export function openDatabase({ database, tablePrefix, timeZone }: Place): Database {
  switch (database.kind) {
    case 'sqlite':
      return openSqliteDatabase({ path: database.path, tablePrefix })
    case 'mysql':
      return openMysqlDatabase({ url: database.url, tablePrefix, adoption: { timeZone } })
  }
}
