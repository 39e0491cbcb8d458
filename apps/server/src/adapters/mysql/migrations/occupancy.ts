import { ACTIVE_LIST, SLOT_TAKEN } from '../../tables/appointmentRules.ts'
import type { MysqlTables } from '../schema.ts'
import { INSTANT, TABLE } from './columns.ts'
import { refuse, type StepStatement, trigger } from './triggers.ts'

const PIECE_MILLISECONDS = 300_000

/**
 * Two active appointments of one employee never overlap by [occupied_start, occupied_end), except persons of one and the
 * same service, employee and start (a group), up to the service's present capacity. Whoever writes is held to it by a
 * key: a row of the occupancy table is five minutes of an employee's time and names the group that has them, and every
 * claimant must write it. A trigger's question to the appointments would not do, because two of them can ask at once.
 *
 * `seats` counts the group's persons; `unresolved` counts appointments that were taken over although they overlap: they
 * are refused nothing here, and keep everybody new out. Each piece is written first and looked at afterwards, when
 * its row is locked and nobody can change it any more; a refusal undoes the statement. Pieces are taken and given back in
 * ascending order.
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

  const claim = `
  SET piece = NEW.occupied_start DIV ${PIECE_MILLISECONDS};
  WHILE piece < NEW.occupied_end DIV ${PIECE_MILLISECONDS} DO
    INSERT INTO ${pieces} (employee_id, quantum, service_id, slot_start, seats, unresolved)
    VALUES (NEW.employee_id, piece, NEW.service_id, NEW.slot_start,
      1 - NEW.unresolved_collision, NEW.unresolved_collision)
    ON DUPLICATE KEY UPDATE
      seats = seats + 1 - NEW.unresolved_collision, unresolved = unresolved + NEW.unresolved_collision;
    SET piece = piece + 1;
  END WHILE;
  IF NEW.unresolved_collision = 0 AND EXISTS (
    SELECT 1 FROM ${pieces} WHERE ${piecesOf('NEW')}
    AND (unresolved > 0 OR service_id <> NEW.service_id OR slot_start <> NEW.slot_start
      OR seats > COALESCE((SELECT capacity FROM ${services} WHERE id = NEW.service_id), 1))
    LOCK IN SHARE MODE
  ) THEN ${refuse(SLOT_TAKEN)} END IF;`

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
      `${appointments}_claim_insert`,
      'AFTER INSERT',
      appointments,
      `DECLARE piece BIGINT;\nIF NEW.status IN ${ACTIVE_LIST} THEN${claim}\nEND IF;`,
    ),
    trigger(
      `${appointments}_claim_update`,
      'AFTER UPDATE',
      appointments,
      `DECLARE piece BIGINT;
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
