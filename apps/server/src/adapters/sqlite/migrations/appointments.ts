import type { Tables } from '../../tables/schema.ts'

/**
 * Instants are milliseconds. `appointment_date` is the start on the business's wall clock, for people and for
 * the original's readers; nothing is decided by it. No foreign key leads to the catalog: an appointment
 * carries copies of what it needs and outlives its service. That an occupied interval is at most two days long
 * is what lets the no-overlap triggers look back by two days and no further.
 */
export const appointments = (tables: Tables): string => `
CREATE TABLE ${tables.appointments} (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  strong_id TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL CHECK (status IN ('pending', 'confirmed', 'completed', 'cancelled', 'no_show')),
  service_id INTEGER NOT NULL,
  employee_id INTEGER NOT NULL,
  appointment_date TEXT NOT NULL,
  slot_start INTEGER NOT NULL CHECK (slot_start % 300000 = 0),
  slot_end INTEGER NOT NULL CHECK (slot_end % 300000 = 0),
  occupied_start INTEGER NOT NULL CHECK (occupied_start % 300000 = 0),
  occupied_end INTEGER NOT NULL CHECK (occupied_end % 300000 = 0),
  time_zone TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT NOT NULL DEFAULT '',
  notes TEXT NOT NULL DEFAULT '',
  customer_time_zone TEXT NOT NULL DEFAULT '',
  customer_locale TEXT NOT NULL DEFAULT '',
  price_minor INTEGER NOT NULL,
  currency TEXT NOT NULL,
  service_name TEXT NOT NULL,
  employee_name TEXT NOT NULL,
  fields TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(fields)),
  version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  CHECK (slot_start < slot_end),
  CHECK (occupied_start <= slot_start AND slot_end <= occupied_end),
  CHECK (occupied_end - occupied_start <= 172800000)
) STRICT;

CREATE INDEX ${tables.appointments}_occupied ON ${tables.appointments}
  (employee_id, occupied_start, occupied_end, service_id, slot_start, slot_end, status)
  WHERE status IN ('pending', 'confirmed', 'completed');
CREATE INDEX ${tables.appointments}_email ON ${tables.appointments} (email, slot_start);
CREATE INDEX ${tables.appointments}_service ON ${tables.appointments} (service_id);

CREATE TABLE ${tables.history} (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  appointment_id INTEGER NOT NULL REFERENCES ${tables.appointments} (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  action TEXT NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  from_start INTEGER,
  from_employee_id INTEGER,
  from_status TEXT,
  to_start INTEGER,
  to_employee_id INTEGER,
  to_status TEXT
) STRICT;
CREATE INDEX ${tables.history}_appointment ON ${tables.history} (appointment_id);`
