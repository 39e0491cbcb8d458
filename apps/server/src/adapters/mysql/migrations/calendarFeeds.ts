import type { MysqlTables } from '../schema.ts'
import { INSTANT, key, TABLE } from './columns.ts'
import type { StepStatement } from './triggers.ts'

export const calendarFeeds = ({ calendar_feeds }: MysqlTables): readonly StepStatement[] => [
  {
    sql: `CREATE TABLE IF NOT EXISTS ${calendar_feeds} (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  token_fingerprint ${key(191)},
  employee_id BIGINT NULL,
  created_at ${INSTANT},
  UNIQUE KEY ${calendar_feeds}_token (token_fingerprint)
) ${TABLE}`,
  },
]
