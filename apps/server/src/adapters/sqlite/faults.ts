import { StorageUnavailable } from '../../ports/storage.ts'
import { SLOT_TAKEN } from '../tables/appointmentRules.ts'

const SQLITE_BUSY = 5
const SQLITE_CONSTRAINT_TRIGGER = 1811

/** Primary result codes (https://sqlite.org/rescode.html) that speak of the database's state, not of the statement. */
const UNAVAILABLE: ReadonlyMap<number, string> = new Map([
  [SQLITE_BUSY, 'is locked by another process'],
  [6, 'is locked by another connection'],
  [7, 'is out of memory'],
  [8, 'cannot be written'],
  [10, 'cannot be read or written'],
  [11, 'is damaged'],
  [13, 'or its disk is full'],
  [14, 'cannot be opened'],
  [15, 'is locked by another process'],
  [26, 'is not an SQLite database'],
])

interface SqliteError extends Error {
  readonly code: 'ERR_SQLITE_ERROR'
  /** The extended result code; its low byte is the primary one. */
  readonly errcode: number
}

const isSqliteError = (error: unknown): error is SqliteError =>
  error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR' && 'errcode' in error

const isClosed = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE'

export const isBusy = (error: unknown): boolean =>
  isSqliteError(error) && (error.errcode & 0xff) === SQLITE_BUSY

export const isSlotTaken = (error: unknown): boolean =>
  isSqliteError(error) && error.errcode === SQLITE_CONSTRAINT_TRIGGER && error.message.includes(SLOT_TAKEN)

/** The fault to throw for what node:sqlite threw. The message names neither the file nor a value. */
export function translateFault(error: unknown): unknown {
  if (isClosed(error)) return new StorageUnavailable('The database is closed.', { cause: error })
  if (!isSqliteError(error)) return error
  const reason = UNAVAILABLE.get(error.errcode & 0xff)
  return reason === undefined ? error : new StorageUnavailable(`The database ${reason}.`, { cause: error })
}
