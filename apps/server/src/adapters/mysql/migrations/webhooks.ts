import type { MysqlTables } from '../schema.ts'
import { INSTANT, key, TABLE } from './columns.ts'
import type { StepStatement } from './triggers.ts'

export const webhooks = ({
  webhooks: endpoints,
  webhook_deliveries,
  webhook_attempts,
}: MysqlTables): readonly StepStatement[] => [
  {
    sql: `CREATE TABLE IF NOT EXISTS ${endpoints} (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  url TEXT NOT NULL,
  events VARCHAR(1000) NOT NULL,
  secret TEXT NOT NULL,
  allow_private TINYINT NOT NULL,
  created_at ${INSTANT},
  leased_until BIGINT NOT NULL DEFAULT 0,
  claims BIGINT NOT NULL DEFAULT 0
) ${TABLE}`,
  },
  {
    sql: `CREATE TABLE IF NOT EXISTS ${webhook_deliveries} (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  webhook_id BIGINT UNSIGNED NOT NULL,
  event_id ${key(255)},
  event_type VARCHAR(64) NOT NULL,
  body MEDIUMTEXT NOT NULL,
  created_at ${INSTANT},
  due_at ${INSTANT},
  status ENUM('waiting', 'delivered', 'dead') NOT NULL,
  tries INT NOT NULL DEFAULT 0,
  UNIQUE KEY ${webhook_deliveries}_event (webhook_id, event_id),
  KEY ${webhook_deliveries}_due (webhook_id, status, due_at, id),
  KEY ${webhook_deliveries}_created (created_at)
) ${TABLE}`,
  },
  {
    sql: `CREATE TABLE IF NOT EXISTS ${webhook_attempts} (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  delivery_id BIGINT UNSIGNED NOT NULL,
  at ${INSTANT},
  duration_milliseconds INT NOT NULL,
  http_status INT NULL,
  error VARCHAR(255) NOT NULL,
  KEY ${webhook_attempts}_delivery (delivery_id, id),
  KEY ${webhook_attempts}_at (at)
) ${TABLE}`,
  },
]
