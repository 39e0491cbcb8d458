import type { Tables } from '../../tables/schema.ts'

export const webhooks = ({ webhooks: endpoints, webhook_deliveries, webhook_attempts }: Tables): string => `
CREATE TABLE ${endpoints} (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  url TEXT NOT NULL,
  events TEXT NOT NULL,
  secret TEXT NOT NULL,
  allow_private INTEGER NOT NULL CHECK (allow_private IN (0, 1)),
  created_at INTEGER NOT NULL,
  leased_until INTEGER NOT NULL DEFAULT 0,
  claims INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE ${webhook_deliveries} (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  webhook_id INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  event_type TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('waiting', 'delivered', 'dead')),
  tries INTEGER NOT NULL DEFAULT 0,
  UNIQUE (webhook_id, event_id)
) STRICT;
CREATE INDEX ${webhook_deliveries}_due ON ${webhook_deliveries} (webhook_id, status, due_at, id);
CREATE INDEX ${webhook_deliveries}_created ON ${webhook_deliveries} (created_at);

CREATE TABLE ${webhook_attempts} (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  delivery_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  duration_milliseconds INTEGER NOT NULL,
  http_status INTEGER,
  error TEXT NOT NULL
) STRICT;
CREATE INDEX ${webhook_attempts}_delivery ON ${webhook_attempts} (delivery_id, id);
CREATE INDEX ${webhook_attempts}_at ON ${webhook_attempts} (at);`
