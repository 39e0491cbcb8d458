import type { Tables } from '../../tables/schema.ts'

export const people = (tables: Tables): string => `
CREATE TABLE ${tables.customers} (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  phone TEXT NOT NULL
) STRICT;

CREATE TABLE ${tables.sessions} (
  token_fingerprint TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX ${tables.sessions}_email ON ${tables.sessions} (email);
CREATE INDEX ${tables.sessions}_expires ON ${tables.sessions} (expires_at);

CREATE TABLE ${tables.codes} (
  email_fingerprint TEXT NOT NULL PRIMARY KEY,
  code_fingerprint TEXT NOT NULL,
  tries_left INTEGER NOT NULL CHECK (tries_left > 0),
  issued_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX ${tables.codes}_expires ON ${tables.codes} (expires_at);`
