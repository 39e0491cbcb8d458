import type { Tables } from '../../tables/schema.ts'

/** WordPress's own table and columns (wp-admin/includes/schema.php); a WordPress on this database keeps its own. */
export const options = (tables: Tables): string => `
CREATE TABLE IF NOT EXISTS ${tables.options} (
  option_id INTEGER PRIMARY KEY AUTOINCREMENT,
  option_name TEXT NOT NULL UNIQUE,
  option_value TEXT NOT NULL,
  autoload TEXT NOT NULL DEFAULT 'yes'
);`
