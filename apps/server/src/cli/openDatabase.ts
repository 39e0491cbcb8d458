import { openMysqlDatabase } from '../adapters/mysql/database.ts'
import { openSqliteDatabase } from '../adapters/sqlite/database.ts'
import type { Database } from '../adapters/tables/database.ts'
import type { Config } from '../config/config.ts'

/** The database as a whole, whichever engine it is of. */
export function openDatabase(database: Config['database'], tablePrefix: string): Database {
  switch (database.kind) {
    case 'sqlite':
      return openSqliteDatabase({ path: database.path, tablePrefix })
    case 'mysql':
      return openMysqlDatabase({ url: database.url, tablePrefix })
  }
}
