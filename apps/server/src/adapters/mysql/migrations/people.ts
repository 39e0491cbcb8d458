import type { MysqlTables } from '../schema.ts'
import { EMAIL_KEY, INSTANT, key, TABLE } from './columns.ts'
import type { StepStatement } from './triggers.ts'

/** The customer's address is the primary key, so that who comes again is found and locked in one place. */
export const people = ({ customers, sessions, codes }: MysqlTables): readonly StepStatement[] => [
  {
    sql: `CREATE TABLE IF NOT EXISTS ${customers} (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  email ${EMAIL_KEY},
  name VARCHAR(255) NOT NULL,
  phone VARCHAR(64) NOT NULL,
  PRIMARY KEY (email),
  UNIQUE KEY ${customers}_id (id)
) ${TABLE}`,
  },
  {
    sql: `CREATE TABLE IF NOT EXISTS ${sessions} (
  token_fingerprint ${key(191)} PRIMARY KEY,
  email ${EMAIL_KEY},
  created_at ${INSTANT},
  expires_at ${INSTANT},
  KEY ${sessions}_email (email),
  KEY ${sessions}_expires (expires_at)
) ${TABLE}`,
  },
  {
    sql: `CREATE TABLE IF NOT EXISTS ${codes} (
  email_fingerprint ${key(191)} PRIMARY KEY,
  code_fingerprint ${key(191)},
  tries_left INT UNSIGNED NOT NULL,
  issued_at ${INSTANT},
  expires_at ${INSTANT},
  KEY ${codes}_expires (expires_at)
) ${TABLE}`,
  },
]
