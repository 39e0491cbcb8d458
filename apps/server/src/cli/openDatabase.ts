import { openSqliteDatabase } from '../adapters/sqlite/database.ts'
import type { Database } from '../adapters/tables/database.ts'
import type { Config } from '../config/config.ts'

/** The database as a whole, whichever engine it is of. */
export function openDatabase(database: Config['database'], tablePrefix: string): Database {
  return openSqliteDatabase({ path: database.path, tablePrefix })
}
