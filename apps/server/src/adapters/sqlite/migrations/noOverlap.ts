import { SLOT_TAKEN } from '../../tables/appointmentRules.ts'
import type { Tables } from '../../tables/schema.ts'

const ACTIVE = "('pending', 'confirmed', 'completed')"
const LONGEST_OCCUPIED = 172_800_000

/**
 * Two active appointments of one employee never overlap by [occupied_start, occupied_end), except persons of
 * one and the same service, employee and start, up to the service's present capacity. Whoever writes is held
 * to it, because SQLite itself asks: it has one writer, so that nothing comes between question and write.
 * Measured against occupancy rows in docs/decisions/0003-no-overlap-in-sqlite.md.
 *
 * An update that claims no new time (a note, pending to confirmed) is not asked again: it could only fail where
 * the owner has lowered the capacity below what is booked, and must not then.
 */
export function noOverlap({ appointments, services }: Tables): string {
  const refuse = (others: string) => `
  SELECT RAISE(ABORT, '${SLOT_TAKEN}')
  WHERE EXISTS (
    SELECT 1 FROM ${appointments}
    WHERE employee_id = NEW.employee_id AND status IN ${ACTIVE}
      AND occupied_start < NEW.occupied_end
      AND occupied_start > NEW.occupied_start - ${LONGEST_OCCUPIED}
      AND occupied_end > NEW.occupied_start
      AND NOT (service_id = NEW.service_id AND slot_start = NEW.slot_start)${others}
  ) OR (
    SELECT COUNT(*) FROM ${appointments}
    WHERE employee_id = NEW.employee_id AND status IN ${ACTIVE}
      AND occupied_start <= NEW.slot_start
      AND occupied_start > NEW.slot_start - ${LONGEST_OCCUPIED}
      AND service_id = NEW.service_id AND slot_start = NEW.slot_start${others}
  ) >= COALESCE((SELECT capacity FROM ${services} WHERE id = NEW.service_id), 1);`

  return `
CREATE TRIGGER ${appointments}_no_overlap_insert BEFORE INSERT ON ${appointments}
WHEN NEW.status IN ${ACTIVE}
BEGIN${refuse('')}
END;

CREATE TRIGGER ${appointments}_no_overlap_update BEFORE UPDATE ON ${appointments}
WHEN NEW.status IN ${ACTIVE} AND (
  OLD.status NOT IN ${ACTIVE}
  OR OLD.employee_id <> NEW.employee_id OR OLD.service_id <> NEW.service_id
  OR OLD.slot_start <> NEW.slot_start
  OR OLD.occupied_start <> NEW.occupied_start OR OLD.occupied_end <> NEW.occupied_end
)
BEGIN${refuse('\n      AND id <> OLD.id')}
END;`
}
