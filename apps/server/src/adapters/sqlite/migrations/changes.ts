import { ACTIVE_LIST } from '../../tables/appointmentRules.ts'
import type { Tables } from '../../tables/schema.ts'

/**
 * A log of what others see differently, so that every process hears of it whoever wrote it and whatever became of the
 * writer: appointments that take or give back time write it themselves. `made_at` is the database's clock, in milliseconds.
 */
export function changes({ appointments, changes: log }: Tables): string {
  const note = (row: 'OLD' | 'NEW') => `
  INSERT INTO ${log} (employee_id, date, occupied_start, occupied_end)
  SELECT ${row}.employee_id, COALESCE(substr(${row}.appointment_date, 1, 10), ''), ${row}.occupied_start, ${row}.occupied_end
  WHERE ${row}.status IN ${ACTIVE_LIST};`

  return `
CREATE TABLE ${log} (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  employee_id INTEGER NOT NULL,
  date TEXT NOT NULL,
  occupied_start INTEGER,
  occupied_end INTEGER,
  made_at INTEGER NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER))
) STRICT;

CREATE TRIGGER ${appointments}_note_insert AFTER INSERT ON ${appointments}
BEGIN${note('NEW')}
END;

CREATE TRIGGER ${appointments}_note_update AFTER UPDATE ON ${appointments}
WHEN (OLD.status IN ${ACTIVE_LIST}) <> (NEW.status IN ${ACTIVE_LIST})
  OR OLD.employee_id <> NEW.employee_id OR OLD.service_id <> NEW.service_id
  OR OLD.slot_start <> NEW.slot_start
  OR OLD.occupied_start <> NEW.occupied_start OR OLD.occupied_end <> NEW.occupied_end
BEGIN${note('OLD')}${note('NEW')}
END;

CREATE TRIGGER ${appointments}_note_delete AFTER DELETE ON ${appointments}
BEGIN${note('OLD')}
END;`
}
