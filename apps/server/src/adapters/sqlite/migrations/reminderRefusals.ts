import type { Tables } from '../../tables/schema.ts'

/** Who wants no reminders, and the index by which jobs find what is about to begin. */
export const reminderRefusals = ({ appointments, reminder_refusals: table }: Tables): string => `
CREATE TABLE ${table} (
  email TEXT NOT NULL PRIMARY KEY,
  refused_at INTEGER NOT NULL
) STRICT;
CREATE INDEX ${appointments}_start ON ${appointments} (status, slot_start)
  WHERE status IN ('pending', 'confirmed');`
