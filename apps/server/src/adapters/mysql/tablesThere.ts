import type { Statements } from './statements.ts'

export async function hasTable(statements: Statements, name: string): Promise<boolean> {
  const sql = 'SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?'
  return (await statements.tuples(sql, [name])).length > 0
}
