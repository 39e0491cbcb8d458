import { StorageUnavailable } from '../../ports/storage.ts'
import { SLOT_TAKEN } from '../tables/appointmentRules.ts'

/** Server errors (https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html) that undo what came before. */
const OVERTAKEN: ReadonlySet<number> = new Set([
  1213, // deadlock
  1205, // lock wait timed out
  1020, // MariaDB: record has changed since it was read
  3572, // a lock was not to be waited for
])

/** Those that speak of the server's state, not of the statement. */
const UNAVAILABLE: ReadonlyMap<number, string> = new Map([
  [1016, 'cannot open its files'],
  [1021, 'has a full disk'],
  [1026, 'cannot write its files'],
  [1030, 'cannot read or write its files'],
  [1037, 'is out of memory'],
  [1038, 'is out of memory'],
  [1040, 'has too many connections'],
  [1041, 'is out of memory'],
  [1044, 'does not let this user in'],
  [1045, 'does not let this user in'],
  [1047, 'is not ready'],
  [1049, 'is not there'],
  [1053, 'is shutting down'],
  [1114, 'is full'],
  [1129, 'has blocked this host'],
  [1130, 'does not let this host in'],
  [1135, 'is out of memory'],
  [1203, 'has too many connections of this user'],
  [1226, 'has served this user as often as it may'],
  [1290, 'is read-only'],
  [1317, 'interrupted the statement'],
  [1792, 'is read-only'],
  [1836, 'is read-only'],
  [1927, 'ended the connection'],
  [1969, 'interrupted the statement'],
  [2006, 'ended the connection'],
  [2013, 'ended the connection'],
  [3024, 'interrupted the statement'],
  [4031, 'ended the connection'],
])

const NO_VALUE = 1048
const DUPLICATE = 1062
const SIGNALLED = 1644

interface DriverError extends Error {
  readonly code?: string | undefined
  /** Positive where the server said so, negative where the operating system did. */
  readonly errno?: number | undefined
  readonly sqlMessage?: string | undefined
}

/** What the server said, by number alone: its own words repeat values. `statement` has places for them. */
export class DatabaseFault extends Error {
  override readonly name = 'DatabaseFault'
  readonly errno: number
  readonly statement: string

  constructor(code: string, errno: number, statement: string) {
    super(`The database refused a statement: ${code} (${errno}).`)
    this.errno = errno
    this.statement = statement
  }
}

/** A trigger saw that the time is another's. That statement did nothing; the transaction goes on. */
export class SlotTaken extends Error {}

/** Another transaction came in between: this one is to be rolled back and run again. */
export class Overtaken extends StorageUnavailable {}

export const isNoValue = (error: unknown): boolean =>
  error instanceof DatabaseFault && error.errno === NO_VALUE

export const isDuplicate = (error: unknown): boolean =>
  error instanceof DatabaseFault && error.errno === DUPLICATE

/** The server's number for a fault or for what caused it. */
export function errorNumber(error: unknown): number | undefined {
  if (error instanceof DatabaseFault) return error.errno
  return error instanceof Error && error.cause instanceof DatabaseFault ? error.cause.errno : undefined
}

/** Server errors of a connection or a statement that ended while it was being carried out. */
const ENDED: ReadonlySet<number> = new Set([1053, 1317, 1927, 1969, 2006, 2013, 3024, 4031])

/** Whether a commit that failed with this may have been carried out all the same: the server did not say that it was not. */
export function mayHaveCommitted(error: unknown): boolean {
  if (!(error instanceof StorageUnavailable) || error instanceof Overtaken) return false
  const number = errorNumber(error)
  return number === undefined || ENDED.has(number)
}

/** The fault to throw for what the driver reports. No message has a value, an address or a password in it. */
export function translateFault(error: DriverError, statement: string): Error {
  if (error instanceof StorageUnavailable) return error
  const { errno, code = 'UNKNOWN' } = error
  if (errno === undefined || errno <= 0)
    return new StorageUnavailable('The database cannot be reached.', { cause: new Error(code) })
  if (errno === SIGNALLED && error.sqlMessage === SLOT_TAKEN) return new SlotTaken()
  const fault = new DatabaseFault(code, errno, statement)
  if (OVERTAKEN.has(errno)) return new Overtaken('Another change came in between.', { cause: fault })
  const reason = UNAVAILABLE.get(errno)
  return reason === undefined ? fault : new StorageUnavailable(`The database ${reason}.`, { cause: fault })
}
