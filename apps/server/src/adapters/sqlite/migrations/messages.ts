import type { Tables } from '../../tables/schema.ts'

export const messages = (tables: Tables): string => `
CREATE TABLE ${tables.outbox} (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  message_key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  order_key TEXT NOT NULL,
  recipient TEXT NOT NULL,
  payload TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  discard_at INTEGER,
  status TEXT NOT NULL CHECK (status IN ('waiting', 'sent', 'kept', 'discarded', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0,
  leased_until INTEGER NOT NULL DEFAULT 0,
  last_error TEXT NOT NULL DEFAULT '',
  finished_at INTEGER
) STRICT;
CREATE INDEX ${tables.outbox}_due ON ${tables.outbox} (status, due_at);
CREATE INDEX ${tables.outbox}_order ON ${tables.outbox} (order_key, status, id);
CREATE INDEX ${tables.outbox}_finished ON ${tables.outbox} (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE ${tables.idempotency} (
  scope TEXT NOT NULL PRIMARY KEY,
  body_fingerprint TEXT NOT NULL,
  appointment_id INTEGER NOT NULL,
  reply TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX ${tables.idempotency}_created ON ${tables.idempotency} (created_at);`
