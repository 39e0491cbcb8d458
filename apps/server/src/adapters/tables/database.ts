import type { Instant } from '@appointease/domain'
import type { Collision } from './collisionQueries.ts'
import type { DataTable } from './columns.ts'

export type Cell = string | number | null
/** In the order of columnsOf. */
export type Row = readonly Cell[]

export interface StepStatus {
  readonly name: string
  /** Undefined: it is still to be taken. */
  readonly takenAt: Instant | undefined
}

/** Rows of one or the other kind only. */
export interface Only {
  readonly column: string
  readonly is: number
}

/** One committed state of a database, whatever is written meanwhile. */
export interface Snapshot {
  /** The rows by their key, some hundreds at a time. Of the options only this product's. */
  pages(table: DataTable, only?: Only): AsyncIterable<readonly Row[]>
  /** The highest id that was ever given in a counted table, also where its row is gone. */
  lastId(table: DataTable): Promise<number>
  close(): Promise<void>
}

/** What is noted in a database that is being filled from another one. */
export interface UnfinishedCopy {
  readonly id: string
  readonly since: Instant
}

/** A database that is being filled. Each call is a transaction, and throws CopyOvertaken where another copy has begun since. */
export interface Filling {
  insert(table: DataTable, rows: readonly Row[]): Promise<void>
  setCapacity(serviceId: number, capacity: number): Promise<void>
  /** The next id in a counted table is higher than this one. */
  countFrom(table: DataTable, lastId: number): Promise<void>
  /** The note goes: from now on it is a database like any other. */
  finish(): Promise<void>
}

/** A database as a whole, as the command line looks at it and fills it, past the ports. */
export interface Database {
  /** Every step of this version, in order. Changes nothing. */
  listSteps(): Promise<readonly StepStatus[]>
  /** How many rows of this product each table holds, if any; tables need not be there. Changes nothing. */
  countRows(): Promise<ReadonlyMap<DataTable, number>>
  findUnfinishedCopy(): Promise<UnfinishedCopy | undefined>
  snapshot(): Promise<Snapshot>
  /** Takes the steps that are still to be taken. */
  migrate(): Promise<void>
  /**
   * Makes the tables, notes the copy and, in the same transaction, removes whatever rows an unfinished one has left.
   * Only for a database that holds no others.
   */
  fill(copy: UnfinishedCopy): Promise<Filling>
  /** Appointments that were taken over although they overlap others, by their starts. */
  listCollisions(): Promise<readonly Collision[]>
  /** Takes the mark away and has the time held from now on; false, and nothing changes, where it still overlaps one. */
  settleCollision(appointmentId: number): Promise<boolean>
  close(): Promise<void>
}

/** Another copy into the same database has begun; this one has no more to do there. */
export class CopyOvertaken extends Error {
  override readonly name = 'CopyOvertaken'
}
