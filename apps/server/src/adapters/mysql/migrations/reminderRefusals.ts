import type { MysqlTables } from '../schema.ts'
import { EMAIL_KEY, INSTANT, TABLE } from './columns.ts'
import type { StepStatement } from './triggers.ts'

/** Who wants no reminders, and the index by which jobs find what is about to begin. */
export const reminderRefusals = ({
  appointments,
  reminder_refusals: table,
}: MysqlTables): readonly StepStatement[] => [
  {
    sql: `CREATE TABLE IF NOT EXISTS ${table} (
  email ${EMAIL_KEY} PRIMARY KEY,
  refused_at ${INSTANT}
) ${TABLE}`,
  },
  {
    sql: `ALTER TABLE ${appointments} ADD KEY ${appointments}_start (status, slot_start)`,
    unless: `SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()
      AND TABLE_NAME = '${appointments}' AND INDEX_NAME = '${appointments}_start' LIMIT 1`,
  },
]
