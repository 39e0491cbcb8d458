import type { MysqlTables } from '../schema.ts'
import { INSTANT, key, TABLE } from './columns.ts'
import type { StepStatement } from './triggers.ts'

export const messages = ({ outbox, idempotency, mutexes }: MysqlTables): readonly StepStatement[] => [
  {
    sql: `CREATE TABLE IF NOT EXISTS ${outbox} (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  message_key ${key(255)},
  kind VARCHAR(64) NOT NULL,
  order_key ${key(255)},
  recipient VARCHAR(255) NOT NULL,
  payload MEDIUMTEXT NOT NULL,
  created_at ${INSTANT},
  due_at ${INSTANT},
  discard_at BIGINT NULL,
  status ENUM('waiting', 'sent', 'kept', 'discarded', 'dead') NOT NULL,
  attempts INT NOT NULL DEFAULT 0,
  leased_until BIGINT NOT NULL DEFAULT 0,
  last_error VARCHAR(1000) NOT NULL DEFAULT '',
  finished_at BIGINT NULL,
  UNIQUE KEY ${outbox}_key (message_key),
  KEY ${outbox}_due (status, due_at),
  KEY ${outbox}_order (order_key, status, id),
  KEY ${outbox}_finished (finished_at)
) ${TABLE}`,
  },
  {
    sql: `CREATE TABLE IF NOT EXISTS ${idempotency} (
  scope ${key(191)} PRIMARY KEY,
  body_fingerprint VARCHAR(191) NOT NULL,
  appointment_id BIGINT UNSIGNED NOT NULL,
  reply MEDIUMTEXT NOT NULL,
  created_at ${INSTANT},
  KEY ${idempotency}_created (created_at)
) ${TABLE}`,
  },
  { sql: `CREATE TABLE IF NOT EXISTS ${mutexes} (name ${key(191)} PRIMARY KEY) ${TABLE}` },
]
