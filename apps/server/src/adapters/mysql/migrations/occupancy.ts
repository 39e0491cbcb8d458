import { ACTIVE_LIST, SLOT_TAKEN } from '../../tables/appointmentRules.ts'
import type { MysqlTables } from '../schema.ts'
import { INSTANT, TABLE } from './columns.ts'
import { refuse, type StepStatement, trigger } from './triggers.ts'

export const PIECE_MILLISECONDS = 300_000
/** Pieces that are written by one statement: half an hour, as the commonest appointments have. */
const AT_ONCE = 6

/**
 * Two active appointments of one employee never overlap by [occupied_start, occupied_end), except persons of one and the
 * same service, employee and start (a group), up to the service's present capacity. Whoever writes is held to it by a
 * key: a row of the occupancy table is five minutes of an employee's time and names the group that has them, and every
 * claimant must write it. A trigger's question to the appointments would not do, because two of them can ask at once.
 *
 * `seats` counts the group's persons; `unresolved` counts appointments that were taken over although they overlap: they
 * are refused nothing, and keep everybody new out. A claim on a piece that is there already is judged where it is
 * written, by a trigger of the pieces themselves: the row is then locked and as it is now, whatever snapshot the
 * claimant reads from. A refusal undoes the claimant's whole statement. Pieces are taken and given back in ascending order.
 *
 * An update that claims no new time (a note, pending to confirmed) touches no piece: it could only fail where the
 * owner has lowered the capacity below what is booked, and must not then.
 */
export function occupancy(tables: MysqlTables): readonly StepStatement[] {
  const { appointments, history, occupancy: pieces, services } = tables

  const piecesOf = (row: 'OLD' | 'NEW') =>
    `employee_id = ${row}.employee_id
    AND quantum >= ${row}.occupied_start DIV ${PIECE_MILLISECONDS}
    AND quantum < ${row}.occupied_end DIV ${PIECE_MILLISECONDS}`

  const take = (count: number) => {
    const values = Array.from(
      { length: count },
      (_, at) => `(NEW.employee_id, piece + ${at}, NEW.service_id, NEW.slot_start,
        1 - NEW.unresolved_collision, NEW.unresolved_collision)`,
    )
    return `
    INSERT INTO ${pieces} (employee_id, quantum, service_id, slot_start, seats, unresolved)
    VALUES ${values.join(', ')}
    ON DUPLICATE KEY UPDATE
      service_id = IF(NEW.unresolved_collision = 1, service_id, NEW.service_id),
      slot_start = IF(NEW.unresolved_collision = 1, slot_start, NEW.slot_start),
      seats = seats + 1 - NEW.unresolved_collision, unresolved = unresolved + NEW.unresolved_collision;
    SET piece = piece + ${count};`
  }

  const claim = `
  SET piece = NEW.occupied_start DIV ${PIECE_MILLISECONDS}, beyond = NEW.occupied_end DIV ${PIECE_MILLISECONDS};
  WHILE piece + ${AT_ONCE} <= beyond DO${take(AT_ONCE)}
  END WHILE;
  WHILE piece < beyond DO${take(1)}
  END WHILE;`

  const giveBack = `
  DELETE FROM ${pieces} WHERE ${piecesOf('OLD')} AND seats + unresolved = 1;
  UPDATE ${pieces}
  SET seats = seats - 1 + OLD.unresolved_collision, unresolved = unresolved - OLD.unresolved_collision
  WHERE ${piecesOf('OLD')};`

  const same = ['employee_id', 'service_id', 'slot_start', 'occupied_start', 'occupied_end']
    .concat('unresolved_collision')
    .map((column) => `OLD.${column} = NEW.${column}`)
    .join(' AND ')

  return [
    {
      sql: `CREATE TABLE IF NOT EXISTS ${pieces} (
  employee_id BIGINT NOT NULL,
  quantum BIGINT NOT NULL,
  service_id BIGINT NOT NULL,
  slot_start ${INSTANT},
  seats INT NOT NULL,
  unresolved INT NOT NULL,
  PRIMARY KEY (employee_id, quantum)
) ${TABLE}`,
    },
    trigger(
      `${pieces}_judge`,
      'BEFORE UPDATE',
      pieces,
      `IF NEW.seats > OLD.seats AND (
  OLD.unresolved > 0 OR OLD.service_id <> NEW.service_id OR OLD.slot_start <> NEW.slot_start
  OR NEW.seats > COALESCE((SELECT capacity FROM ${services} WHERE id = NEW.service_id), 1)
) THEN ${refuse(SLOT_TAKEN)} END IF;`,
    ),
    trigger(
      `${appointments}_claim_insert`,
      'AFTER INSERT',
      appointments,
      `DECLARE piece, beyond BIGINT;\nIF NEW.status IN ${ACTIVE_LIST} THEN${claim}\nEND IF;`,
    ),
    trigger(
      `${appointments}_claim_update`,
      'AFTER UPDATE',
      appointments,
      `DECLARE piece, beyond BIGINT;
IF NOT (OLD.status IN ${ACTIVE_LIST} AND NEW.status IN ${ACTIVE_LIST} AND ${same}) THEN
  IF OLD.status IN ${ACTIVE_LIST} THEN${giveBack}\n  END IF;
  IF NEW.status IN ${ACTIVE_LIST} THEN${claim}\n  END IF;
END IF;`,
    ),
    trigger(
      `${appointments}_claim_delete`,
      'AFTER DELETE',
      appointments,
      `IF OLD.status IN ${ACTIVE_LIST} THEN${giveBack}\nEND IF;
DELETE FROM ${history} WHERE appointment_id = OLD.id;`,
    ),
  ]
}
