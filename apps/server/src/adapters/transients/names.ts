import { createHash } from 'node:crypto'
import type { CalendarDate, WallTime } from '@appointease/domain'
import type { OptionRange } from './optionRows.ts'

/** 191 characters of WordPress's column less `_transient_timeout_`, as set_transient() requires. */
const LONGEST_NAME = 172

/** A name that fits whatever it is made of; a long one keeps its beginning, so that ranges still find it. */
function fitting(name: string): string {
  if (name.length <= LONGEST_NAME) return name
  return `${name.slice(0, LONGEST_NAME - 64)}${createHash('sha256').update(name).digest('hex')}`
}

interface Place {
  readonly date: CalendarDate
  readonly employeeId: number
  readonly time: WallTime
}

/** The second of a repeated wall time has its number in the name. */
export const lockName = ({ date, employeeId, time, occurrence }: Place & { readonly occurrence: 1 | 2 }) =>
  `appointease_lock_${date}_${employeeId}_${time}${occurrence === 2 ? '_2' : ''}`
/** Persons of one group slot hold a lock each; the first has the plain name. */
export const seatName = (lock: string, seat: number) => (seat === 1 ? lock : `${lock}_seat${seat}`)
/** Every lock of an employee's date. */
export const lockNamesOf = (date: CalendarDate, employeeId: number) =>
  `${lockNamesOfDate(date)}${employeeId}_`
/** Every lock of a date, whichever employee's. */
export const lockNamesOfDate = (date: CalendarDate) => `appointease_lock_${date}_`

/** Where locks live; no transient. */
export const EPOCH = 'appointease_epoch'
/** Every lock. */
export const ALL_LOCKS = 'appointease_lock_'
/** Everything that is pointed at. */
export const ALL_SELECTIONS = 'appointease_active_'

export const selectionName = ({ date, employeeId, time }: Place) =>
  `appointease_active_${date}_${employeeId}_${time}`
export const selectionNamesOf = (employeeId: number, date: CalendarDate) =>
  `appointease_active_${date}_${employeeId}_`

/** Which lock a client holds. */
export const clientName = (owner: string) => fitting(`appointease_client_${owner}`)
/** Which slot a client points at. */
export const pointerName = (owner: string) => fitting(`appointease_pointer_${owner}`)
/** One for each lock of an address, told apart by its owner. */
export const addressName = (address: string, owner: string) => fitting(`${addressNames(address)}${owner}`)
export const addressNames = (address: string) => `appointease_address_${address}_`
export const rateName = (key: string) => fitting(`appointease_rate_${key}`)

/** All names that begin so, in binary order. */
export const beginningWith = (prefix: string): OptionRange => ({ from: prefix, before: afterPrefix(prefix) })

/** The first text, in binary order, after all that begin with `prefix`. */
export function afterPrefix(prefix: string): string {
  const last = prefix.length - 1
  return prefix.slice(0, last) + String.fromCharCode(prefix.charCodeAt(last) + 1)
}
