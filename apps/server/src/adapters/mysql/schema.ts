import { type Tables, tableNames } from '../tables/schema.ts'

/** With those that only this engine needs. */
export interface MysqlTables extends Tables {
  /** What can be had by one transaction at a time, by name; see writer.ts. */
  readonly mutexes: string
  /** Which group has a five-minute piece of an employee's time; see migrations/occupancy.ts. */
  readonly occupancy: string
}

/** Throws RangeError where the prefix is none. */
export function mysqlTableNames(prefix: string): MysqlTables {
  return {
    ...tableNames(prefix),
    mutexes: `${prefix}appointease_mutexes`,
    occupancy: `${prefix}appointease_occupancy`,
  }
}

/** The mutex of whoever claims messages. */
export const OUTBOX_TURN = 'outbox'

/** The mutex of whoever claims deliveries of webhooks. */
export const WEBHOOKS_TURN = 'webhooks'
