import type { MysqlTables } from '../schema.ts'
import { TABLE } from './columns.ts'
import { type StepStatement, sound } from './triggers.ts'

/**
 * Hours, overrides, time off and offered services are JSON texts: the catalog is always read whole and a record always
 * saved whole, and no statement asks for a part of them.
 */
export const catalog = ({ services, staff }: MysqlTables): readonly StepStatement[] => [
  {
    sql: `CREATE TABLE IF NOT EXISTS ${services} (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name TEXT NOT NULL,
  description MEDIUMTEXT NOT NULL,
  category TEXT NOT NULL,
  price_minor BIGINT NOT NULL,
  active TINYINT NOT NULL,
  duration_minutes INT NOT NULL,
  buffer_before_minutes INT NOT NULL,
  buffer_after_minutes INT NOT NULL,
  capacity INT NOT NULL,
  slot_step_minutes INT NULL,
  requires_approval TINYINT NOT NULL
) ${TABLE}`,
  },
  ...sound(services, 'appointease: not a service', [
    'NEW.price_minor >= 0',
    'NEW.active IN (0, 1)',
    'NEW.duration_minutes > 0 AND NEW.duration_minutes % 5 = 0',
    'NEW.buffer_before_minutes >= 0 AND NEW.buffer_before_minutes % 5 = 0',
    'NEW.buffer_after_minutes >= 0 AND NEW.buffer_after_minutes % 5 = 0',
    'NEW.buffer_before_minutes + NEW.duration_minutes + NEW.buffer_after_minutes <= 2880',
    'NEW.capacity >= 1',
    '(NEW.slot_step_minutes IS NULL OR (NEW.slot_step_minutes > 0 AND NEW.slot_step_minutes % 5 = 0))',
    'NEW.requires_approval IN (0, 1)',
  ]),
  {
    sql: `CREATE TABLE IF NOT EXISTS ${staff} (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name TEXT NOT NULL,
  specialization TEXT NOT NULL,
  bio MEDIUMTEXT NOT NULL,
  photo_url TEXT NOT NULL,
  email TEXT NOT NULL,
  active TINYINT NOT NULL,
  priority INT NOT NULL,
  weekly_hours MEDIUMTEXT NOT NULL,
  date_overrides MEDIUMTEXT NOT NULL,
  time_off MEDIUMTEXT NOT NULL,
  service_ids MEDIUMTEXT NOT NULL
) ${TABLE}`,
  },
  ...sound(staff, 'appointease: not an employee', [
    'NEW.active IN (0, 1)',
    'JSON_VALID(NEW.weekly_hours)',
    'JSON_VALID(NEW.date_overrides)',
    'JSON_VALID(NEW.time_off)',
    'JSON_VALID(NEW.service_ids)',
  ]),
]
