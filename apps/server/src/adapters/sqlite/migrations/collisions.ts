import { ACTIVE_LIST, LONGEST_OCCUPIED, SLOT_TAKEN } from '../../tables/appointmentRules.ts'
import type { Tables } from '../../tables/schema.ts'

/**
 * Columns under the names that they have on every engine (an older plugin's table has a `created_at` of its own), a
 * former reference, and a mark for an appointment that was taken over although it overlaps another.
 *
 * The no-overlap triggers as in noOverlap.ts, and: a marked row is not asked whether it overlaps, nobody new comes to
 * overlap it, not even of its own group, and taking the mark away asks.
 */
export function collisions({ appointments, services }: Tables): string {
  const refuse = (others: string) => `
  SELECT RAISE(ABORT, '${SLOT_TAKEN}')
  WHERE EXISTS (
    SELECT 1 FROM ${appointments}
    WHERE employee_id = NEW.employee_id AND status IN ${ACTIVE_LIST}
      AND occupied_start < NEW.occupied_end
      AND occupied_start > NEW.occupied_start - ${LONGEST_OCCUPIED}
      AND occupied_end > NEW.occupied_start
      AND NOT (service_id = NEW.service_id AND slot_start = NEW.slot_start AND unresolved_collision = 0)${others}
  ) OR (
    SELECT COUNT(*) FROM ${appointments}
    WHERE employee_id = NEW.employee_id AND status IN ${ACTIVE_LIST}
      AND occupied_start <= NEW.slot_start
      AND occupied_start > NEW.slot_start - ${LONGEST_OCCUPIED}
      AND service_id = NEW.service_id AND slot_start = NEW.slot_start${others}
  ) >= COALESCE((SELECT capacity FROM ${services} WHERE id = NEW.service_id), 1);`

  return `
DROP TRIGGER ${appointments}_no_overlap_insert;
DROP TRIGGER ${appointments}_no_overlap_update;
DROP INDEX ${appointments}_occupied;

ALTER TABLE ${appointments} RENAME COLUMN created_at TO made_at;
ALTER TABLE ${appointments} RENAME COLUMN updated_at TO changed_at;
ALTER TABLE ${appointments} ADD COLUMN former_reference TEXT NOT NULL DEFAULT '';
ALTER TABLE ${appointments} ADD COLUMN unresolved_collision INTEGER NOT NULL DEFAULT 0
  CHECK (unresolved_collision IN (0, 1));

CREATE INDEX ${appointments}_former ON ${appointments} (former_reference) WHERE former_reference <> '';
CREATE INDEX ${appointments}_occupied ON ${appointments}
  (employee_id, occupied_start, occupied_end, service_id, slot_start, slot_end, status, unresolved_collision)
  WHERE status IN ${ACTIVE_LIST};

CREATE TRIGGER ${appointments}_no_overlap_insert BEFORE INSERT ON ${appointments}
WHEN NEW.status IN ${ACTIVE_LIST} AND NEW.unresolved_collision = 0
BEGIN${refuse('')}
END;

CREATE TRIGGER ${appointments}_no_overlap_update BEFORE UPDATE ON ${appointments}
WHEN NEW.status IN ${ACTIVE_LIST} AND NEW.unresolved_collision = 0 AND (
  OLD.status NOT IN ${ACTIVE_LIST} OR OLD.unresolved_collision = 1
  OR OLD.employee_id <> NEW.employee_id OR OLD.service_id <> NEW.service_id
  OR OLD.slot_start <> NEW.slot_start
  OR OLD.occupied_start <> NEW.occupied_start OR OLD.occupied_end <> NEW.occupied_end
)
BEGIN${refuse('\n      AND id <> OLD.id')}
END;`
}
