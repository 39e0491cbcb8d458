import type { Tables } from '../../tables/schema.ts'

/** The index is for a feed of the whole business, which has no employee to look for. */
export const calendarFeeds = ({ calendar_feeds, appointments }: Tables): string => `
CREATE TABLE ${calendar_feeds} (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  token_fingerprint TEXT NOT NULL UNIQUE,
  employee_id INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX ${appointments}_end ON ${appointments} (slot_end, employee_id);`
