import type { Tables } from '../../tables/schema.ts'

/** A row only where the links of an appointment were made useless; those of all others are of generation 0. */
export const manageLinks = ({ appointments, manageLinks: table }: Tables): string => `
CREATE TABLE ${table} (
  appointment_id INTEGER PRIMARY KEY REFERENCES ${appointments} (id) ON DELETE CASCADE,
  generation INTEGER NOT NULL CHECK (generation >= 1)
) STRICT;`
