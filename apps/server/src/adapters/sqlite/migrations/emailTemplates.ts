import type { Tables } from '../../tables/schema.ts'

/** With the columns of the original plugin, and the language beside them. */
export const emailTemplates = ({ email_templates: table }: Tables): string => `
CREATE TABLE ${table} (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  locale TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  type TEXT NOT NULL,
  is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
  UNIQUE (name, locale)
) STRICT;`
