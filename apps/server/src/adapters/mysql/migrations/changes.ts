import { ACTIVE_LIST } from '../../tables/appointmentRules.ts'
import type { MysqlTables } from '../schema.ts'
import { TABLE } from './columns.ts'
import { type StepStatement, trigger } from './triggers.ts'

/**
 * A log of what others see differently, so that every process hears of it whoever wrote it and whatever became of the
 * writer: appointments that take or give back time write it themselves. `made_at` is the database's clock.
 */
export function changes({ appointments, changes: log }: MysqlTables): readonly StepStatement[] {
  const note = (row: 'OLD' | 'NEW') => `
  IF ${row}.status IN ${ACTIVE_LIST} THEN
    INSERT INTO ${log} (employee_id, date, occupied_start, occupied_end)
    VALUES (${row}.employee_id, COALESCE(DATE_FORMAT(${row}.appointment_date, '%Y-%m-%d'), ''),
      ${row}.occupied_start, ${row}.occupied_end);
  END IF;`
  const same = ['employee_id', 'service_id', 'slot_start', 'occupied_start', 'occupied_end']
    .map((column) => `OLD.${column} = NEW.${column}`)
    .concat(`(OLD.status IN ${ACTIVE_LIST}) = (NEW.status IN ${ACTIVE_LIST})`)
    .join(' AND ')

  return [
    {
      sql: `CREATE TABLE IF NOT EXISTS ${log} (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  employee_id BIGINT NOT NULL,
  date VARCHAR(10) NOT NULL,
  occupied_start BIGINT NULL,
  occupied_end BIGINT NULL,
  made_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)
) ${TABLE}`,
    },
    trigger(`${appointments}_note_insert`, 'AFTER INSERT', appointments, note('NEW')),
    trigger(
      `${appointments}_note_update`,
      'AFTER UPDATE',
      appointments,
      `IF NOT (${same}) THEN${note('OLD')}${note('NEW')}\nEND IF;`,
    ),
    trigger(`${appointments}_note_delete`, 'AFTER DELETE', appointments, note('OLD')),
  ]
}
