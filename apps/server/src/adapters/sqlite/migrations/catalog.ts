import type { Tables } from '../../tables/schema.ts'

/**
 * Hours, overrides, time off and offered services are JSON columns: the catalog is always read whole and a
 * record always saved whole, and no statement asks for a part of them.
 */
export const catalog = (tables: Tables): string => `
CREATE TABLE ${tables.services} (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  category TEXT NOT NULL,
  price_minor INTEGER NOT NULL CHECK (price_minor >= 0),
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  duration_minutes INTEGER NOT NULL CHECK (duration_minutes > 0 AND duration_minutes % 5 = 0),
  buffer_before_minutes INTEGER NOT NULL CHECK (buffer_before_minutes >= 0 AND buffer_before_minutes % 5 = 0),
  buffer_after_minutes INTEGER NOT NULL CHECK (buffer_after_minutes >= 0 AND buffer_after_minutes % 5 = 0),
  capacity INTEGER NOT NULL CHECK (capacity >= 1),
  slot_step_minutes INTEGER CHECK (slot_step_minutes > 0 AND slot_step_minutes % 5 = 0),
  requires_approval INTEGER NOT NULL CHECK (requires_approval IN (0, 1)),
  CHECK (buffer_before_minutes + duration_minutes + buffer_after_minutes <= 2880)
) STRICT;

CREATE TABLE ${tables.staff} (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  specialization TEXT NOT NULL,
  bio TEXT NOT NULL,
  photo_url TEXT NOT NULL,
  email TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  priority INTEGER NOT NULL,
  weekly_hours TEXT NOT NULL CHECK (json_valid(weekly_hours)),
  date_overrides TEXT NOT NULL CHECK (json_valid(date_overrides)),
  time_off TEXT NOT NULL CHECK (json_valid(time_off)),
  service_ids TEXT NOT NULL CHECK (json_valid(service_ids))
) STRICT;`
