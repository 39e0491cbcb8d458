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
