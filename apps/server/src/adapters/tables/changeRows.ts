import { instantOf, parseCalendarDate } from '@appointease/domain'
import type { SlotChange, SlotNews } from '../../ports/slotEvents.ts'
import type { ChangeRow } from './schema.ts'

/** The employee of a row that says that anything may have changed. No real one has this id. */
const ANYBODY = 0
export const EVERYTHING: Omit<ChangeRow, 'id' | 'made_at'> = {
  employee_id: ANYBODY,
  date: '',
  occupied_start: null,
  occupied_end: null,
}

export const toChangeRow = ({
  employeeId,
  date,
  occupied,
}: SlotChange): Omit<ChangeRow, 'id' | 'made_at'> => ({
  employee_id: employeeId,
  date,
  occupied_start: occupied?.start ?? null,
  occupied_end: occupied?.end ?? null,
})

/** The columns of a row in the order in which {@link toNews} reads them. */
export const CHANGE_COLUMNS = 'id, employee_id, date, occupied_start, occupied_end'

/** A row whose date somebody's hand has spoilt says that anything may have changed. */
export function toNews([, employeeId, day, start, end]: readonly unknown[]): SlotNews {
  const date = parseCalendarDate(String(day))
  if (employeeId === ANYBODY || !date) return undefined
  const change = { employeeId: Number(employeeId), date }
  if (start === null || end === null) return change
  return { ...change, occupied: { start: instantOf(Number(start)), end: instantOf(Number(end)) } }
}

/**
 * Whether what is there, from the row that was seen last on, is all that has come since. Rows are removed from the oldest
 * on, so none after the last one was while that is there. `last` 0: the log was empty, and its first row is number 1.
 */
export function isUnbroken(last: number, ids: readonly number[]): boolean {
  return last === 0 ? ids.length === 0 || ids[0] === 1 : ids.includes(last)
}
