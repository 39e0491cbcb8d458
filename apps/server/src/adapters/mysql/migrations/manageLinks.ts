import type { MysqlTables } from '../schema.ts'
import { TABLE } from './columns.ts'
import { type StepStatement, trigger } from './triggers.ts'

/** A row only where the links of an appointment were made useless; those of all others are of generation 0. */
export const manageLinks = ({ appointments, manageLinks: table }: MysqlTables): readonly StepStatement[] => [
  {
    sql: `CREATE TABLE IF NOT EXISTS ${table} (
  appointment_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  generation INT NOT NULL
) ${TABLE}`,
  },
  trigger(
    `${appointments}_links_delete`,
    'AFTER DELETE',
    appointments,
    `DELETE FROM ${table} WHERE appointment_id = OLD.id;`,
  ),
]
