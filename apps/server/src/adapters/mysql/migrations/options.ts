import type { MysqlTables } from '../schema.ts'
import type { StepStatement } from './triggers.ts'

/** WordPress's own table (wp-admin/includes/schema.php) and collation; a WordPress on this database keeps its own. */
export const options = (tables: MysqlTables): readonly StepStatement[] => [
  {
    sql: `CREATE TABLE IF NOT EXISTS ${tables.options} (
  option_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  option_name VARCHAR(191) NOT NULL DEFAULT '',
  option_value LONGTEXT NOT NULL,
  autoload VARCHAR(20) NOT NULL DEFAULT 'yes',
  UNIQUE KEY option_name (option_name),
  KEY autoload (autoload)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci`,
  },
]
