import type { UnfinishedCopy } from '../tables/database.ts'
import { UNFINISHED_COPY_OPTION } from '../tables/ownOptions.ts'
import type { Tables } from '../tables/schema.ts'
import { readUnfinishedCopy } from '../tables/unfinishedCopy.ts'
import type { Connection } from './connection.ts'

export function findUnfinishedCopy(connection: Connection, { options }: Tables): UnfinishedCopy | undefined {
  if (!connection.hasTable(options)) return undefined
  const [row] = connection.tuples(`SELECT option_value FROM ${options} WHERE option_name = ?`, [
    UNFINISHED_COPY_OPTION,
  ])
  return readUnfinishedCopy(row && String(row[0]))
}
