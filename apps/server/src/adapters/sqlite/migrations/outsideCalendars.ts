import type { Tables } from '../../tables/schema.ts'

/**
 * Busy times go into the catalog like time off, so that what is decided in a booking's transaction needs no read more. An
 * entry says what an appointment's event was when it was last written: what is still to be written follows from it and the
 * appointment. No foreign key: an entry outlives its appointment until its event is removed.
 */
export const outsideCalendars = ({ calendars, busy_times, calendar_entries }: Tables): string => `
CREATE TABLE ${calendars} (
  employee_id INTEGER NOT NULL PRIMARY KEY,
  url TEXT NOT NULL,
  user_name TEXT NOT NULL,
  sealed_password TEXT NOT NULL,
  reads_busy INTEGER NOT NULL CHECK (reads_busy IN (0, 1)),
  writes_appointments INTEGER NOT NULL CHECK (writes_appointments IN (0, 1)),
  mark TEXT NOT NULL DEFAULT '',
  checked_at INTEGER,
  failures INTEGER NOT NULL DEFAULT 0,
  problem TEXT NOT NULL DEFAULT '',
  due_at INTEGER NOT NULL,
  lease TEXT NOT NULL DEFAULT '',
  leased_until INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE ${busy_times} (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  employee_id INTEGER NOT NULL,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  CHECK (starts_at < ends_at)
) STRICT;
CREATE INDEX ${busy_times}_employee ON ${busy_times} (employee_id, starts_at);

CREATE TABLE ${calendar_entries} (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  employee_id INTEGER NOT NULL,
  appointment_id INTEGER NOT NULL,
  href TEXT NOT NULL,
  version INTEGER NOT NULL,
  etag TEXT NOT NULL,
  digest TEXT NOT NULL,
  intended_digest TEXT NOT NULL,
  forced INTEGER NOT NULL CHECK (forced IN (0, 1)),
  conflict TEXT NOT NULL CHECK (conflict IN ('', 'edited', 'deleted', 'left')),
  conflict_at INTEGER,
  ends_at INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  UNIQUE (employee_id, appointment_id)
) STRICT;
CREATE INDEX ${calendar_entries}_ends ON ${calendar_entries} (ends_at);`
