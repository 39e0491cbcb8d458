import type { UnfinishedCopy } from '../tables/database.ts'
import { UNFINISHED_COPY_OPTION } from '../tables/ownOptions.ts'
import { readUnfinishedCopy } from '../tables/unfinishedCopy.ts'
import type { MysqlTables } from './schema.ts'
import type { Statements } from './statements.ts'
import { hasTable } from './tablesThere.ts'

export async function findUnfinishedCopy(
  statements: Statements,
  { options }: MysqlTables,
): Promise<UnfinishedCopy | undefined> {
  if (!(await hasTable(statements, options))) return undefined
  const sql = `SELECT option_value FROM ${options} WHERE option_name = ?`
  const [row] = await statements.tuples(sql, [UNFINISHED_COPY_OPTION])
  return readUnfinishedCopy(row && String(row[0]))
}
