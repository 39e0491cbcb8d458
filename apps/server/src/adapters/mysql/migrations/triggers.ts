/**
 * A statement of a step, that can be run again. One that makes a trigger is left out where there is one of the name, and
 * any where the question `unless` has an answer.
 */
export interface StepStatement {
  readonly sql: string
  readonly trigger?: string
  readonly unless?: string
}

type Moment = `${'BEFORE' | 'AFTER'} ${'INSERT' | 'UPDATE' | 'DELETE'}`

/**
 * Made unless there is one of its name: at no moment is the table without it. One that says something else
 * later gets another name and comes in place of the old one under LOCK TABLES. It carries the SQL mode of the
 * connection that makes it, which is strict.
 */
export function trigger(name: string, moment: Moment, table: string, body: string): StepStatement {
  return {
    sql: `CREATE TRIGGER ${name} ${moment} ON ${table} FOR EACH ROW\nBEGIN\n${body}\nEND`,
    trigger: name,
  }
}

export const refuse = (reason: string) => `SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${reason}';`

/** Holds every row to the conditions, whoever writes it: MySQL 5.7 reads CHECK and does nothing about it. */
export function sound(table: string, reason: string, conditions: readonly string[]): StepStatement[] {
  const body = `IF (${conditions.join('\n  AND ')}) IS NOT TRUE\nTHEN ${refuse(reason)} END IF;`
  return [
    trigger(`${table}_sound_insert`, 'BEFORE INSERT', table, body),
    trigger(`${table}_sound_update`, 'BEFORE UPDATE', table, body),
  ]
}
