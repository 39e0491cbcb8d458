import { LONGEST_OCCUPIED } from '../../tables/appointmentRules.ts'
import type { MysqlTables } from '../schema.ts'
import { INSTANT, TABLE } from './columns.ts'
import { type StepStatement, sound } from './triggers.ts'

const MULTIPLES = ['slot_start', 'slot_end', 'occupied_start', 'occupied_end']

/**
 * Instants are milliseconds. `appointment_date` is the start on the business's wall clock, for people and for the
 * original's readers; nothing is decided by it. No foreign key leads here or to the catalog: an appointment carries
 * copies of what it needs and outlives its service, and an older plugin's table, whose key may be of another type, can
 * be this table too. An appointment's history goes with it by a trigger (occupancy.ts).
 */
export const appointments = ({ appointments: table, history }: MysqlTables): readonly StepStatement[] => [
  {
    sql: `CREATE TABLE IF NOT EXISTS ${table} (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  strong_id VARCHAR(191) NOT NULL,
  status VARCHAR(20) NOT NULL,
  service_id BIGINT NOT NULL,
  employee_id BIGINT NOT NULL,
  appointment_date DATETIME NOT NULL,
  slot_start ${INSTANT},
  slot_end ${INSTANT},
  occupied_start ${INSTANT},
  occupied_end ${INSTANT},
  time_zone VARCHAR(64) NOT NULL,
  name VARCHAR(255) NOT NULL,
  email VARCHAR(255) NOT NULL,
  phone VARCHAR(64) NOT NULL DEFAULT '',
  notes TEXT NOT NULL,
  customer_time_zone VARCHAR(64) NOT NULL DEFAULT '',
  customer_locale VARCHAR(64) NOT NULL DEFAULT '',
  price_minor BIGINT NOT NULL,
  currency VARCHAR(8) NOT NULL,
  service_name TEXT NOT NULL,
  employee_name TEXT NOT NULL,
  fields MEDIUMTEXT NOT NULL,
  version INT NOT NULL DEFAULT 1,
  made_at ${INSTANT},
  changed_at ${INSTANT},
  former_reference VARCHAR(191) NOT NULL DEFAULT '',
  unresolved_collision TINYINT NOT NULL DEFAULT 0,
  UNIQUE KEY ${table}_strong (strong_id),
  KEY ${table}_occupied
    (employee_id, occupied_start, occupied_end, service_id, slot_start, slot_end, status),
  KEY ${table}_email (email, slot_start),
  KEY ${table}_service (service_id),
  KEY ${table}_former (former_reference)
) ${TABLE}`,
  },
  ...sound(table, 'appointease: not an appointment', [
    // As bytes: a status with a space after it is none.
    "CAST(NEW.status AS BINARY) IN ('pending', 'confirmed', 'completed', 'cancelled', 'no_show')",
    'NEW.employee_id IS NOT NULL AND NEW.service_id IS NOT NULL',
    ...MULTIPLES.map((column) => `NEW.${column} % 300000 = 0`),
    'NEW.slot_start < NEW.slot_end',
    'NEW.occupied_start <= NEW.slot_start AND NEW.slot_end <= NEW.occupied_end',
    `NEW.occupied_end - NEW.occupied_start <= ${LONGEST_OCCUPIED}`,
    'JSON_VALID(NEW.fields)',
    'NEW.version >= 1',
    'NEW.unresolved_collision IN (0, 1)',
  ]),
  {
    sql: `CREATE TABLE IF NOT EXISTS ${history} (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  appointment_id BIGINT UNSIGNED NOT NULL,
  at ${INSTANT},
  action VARCHAR(20) NOT NULL,
  actor VARCHAR(64) NOT NULL,
  reason TEXT NOT NULL,
  from_start BIGINT NULL,
  from_employee_id BIGINT NULL,
  from_status VARCHAR(20) NULL,
  to_start BIGINT NULL,
  to_employee_id BIGINT NULL,
  to_status VARCHAR(20) NULL,
  KEY ${history}_appointment (appointment_id)
) ${TABLE}`,
  },
]
