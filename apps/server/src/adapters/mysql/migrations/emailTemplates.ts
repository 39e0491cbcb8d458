import type { MysqlTables } from '../schema.ts'
import { key, TABLE } from './columns.ts'
import type { StepStatement } from './triggers.ts'

/** With the columns of the original plugin, whose table of this name was set aside, and the language beside them. */
export const emailTemplates = ({ email_templates: table }: MysqlTables): readonly StepStatement[] => [
  {
    sql: `CREATE TABLE IF NOT EXISTS ${table} (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name ${key(64)},
  locale ${key(64)},
  subject VARCHAR(1000) NOT NULL,
  body MEDIUMTEXT NOT NULL,
  type VARCHAR(20) NOT NULL,
  is_active TINYINT NOT NULL,
  UNIQUE KEY ${table}_name (name, locale)
) ${TABLE}`,
  },
]
