import type { MysqlTables } from '../schema.ts'
import { INSTANT, TABLE } from './columns.ts'
import type { StepStatement } from './triggers.ts'

/** As on SQLite, where it says why. */
export const outsideCalendars = ({
  calendars,
  busy_times,
  calendar_entries,
}: MysqlTables): readonly StepStatement[] => [
  {
    sql: `CREATE TABLE IF NOT EXISTS ${calendars} (
  employee_id BIGINT NOT NULL PRIMARY KEY,
  url TEXT NOT NULL,
  user_name TEXT NOT NULL,
  sealed_password TEXT NOT NULL,
  reads_busy TINYINT NOT NULL,
  writes_appointments TINYINT NOT NULL,
  mark VARCHAR(191) NOT NULL DEFAULT '',
  checked_at BIGINT NULL,
  failures INT NOT NULL DEFAULT 0,
  problem VARCHAR(1000) NOT NULL DEFAULT '',
  due_at ${INSTANT},
  lease VARCHAR(191) NOT NULL DEFAULT '',
  leased_until BIGINT NOT NULL DEFAULT 0
) ${TABLE}`,
  },
  {
    sql: `CREATE TABLE IF NOT EXISTS ${busy_times} (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  employee_id BIGINT NOT NULL,
  starts_at ${INSTANT},
  ends_at ${INSTANT},
  KEY ${busy_times}_employee (employee_id, starts_at)
) ${TABLE}`,
  },
  {
    sql: `CREATE TABLE IF NOT EXISTS ${calendar_entries} (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  employee_id BIGINT NOT NULL,
  appointment_id BIGINT UNSIGNED NOT NULL,
  href TEXT NOT NULL,
  version INT NOT NULL,
  etag TEXT NOT NULL,
  digest VARCHAR(64) NOT NULL,
  intended_digest VARCHAR(64) NOT NULL,
  forced TINYINT NOT NULL,
  conflict ENUM('', 'edited', 'deleted', 'left') NOT NULL,
  conflict_at BIGINT NULL,
  ends_at ${INSTANT},
  failures INT NOT NULL,
  due_at ${INSTANT},
  UNIQUE KEY ${calendar_entries}_appointment (employee_id, appointment_id),
  KEY ${calendar_entries}_ends (ends_at)
) ${TABLE}`,
  },
]
