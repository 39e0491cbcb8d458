import type { TimeOff, WallInterval, Weekday, WeeklyHours } from '@appointease/domain'
import type { EmployeeRecord } from '../../../ports/catalog.ts'
import { readInterval, readWorkingHours, WEEKDAYS } from './hours.ts'
import { readDate } from './localTimes.ts'
import type { NoteReason } from './notes.ts'
import { idOf, numberOf, type OriginalRow, textOf } from './originalRow.ts'
import type { ReportBuilder } from './report.ts'

type Hours = { [Day in Weekday]?: WallInterval[] }

/** Rows of the original's table of hours, by employee. Sunday is 0, and 7 too. */
export function readAvailability(
  rows: readonly OriginalRow[],
  staffIds: ReadonlySet<number>,
  report: ReportBuilder,
): ReadonlyMap<number, WeeklyHours> {
  const hours = new Map<number, Hours>()
  for (const [index, row] of rows.entries()) {
    const place = idOf(row) || index + 1
    const staffId = idOf(row, 'staff_id')
    const day = WEEKDAYS[(numberOf(row, 'day_of_week') ?? -1) % 7]
    const interval = readInterval(textOf(row, 'start_time'), textOf(row, 'end_time'))
    const isThere = (numberOf(row, 'is_available') ?? 1) !== 0
    const isKnownDay = (numberOf(row, 'day_of_week') ?? -1) <= 7
    if (!staffIds.has(staffId)) report.row('appointease_availability', place, ['nobody_s'], 'left')
    else if (!isThere) report.row('appointease_availability', place, ['closed_weekday'], 'left')
    else if (!day || !isKnownDay || !interval)
      report.row('appointease_availability', place, ['unreadable'], 'left')
    else {
      report.row('appointease_availability', place, [])
      const week = hours.get(staffId) ?? {}
      week[day] = [...(week[day] ?? []), interval]
      hours.set(staffId, week)
    }
  }
  return hours
}

/** Whole dates, both ends included; of one that stands alone that date, and of two the wrong way round those between. */
export function readDates(
  row: OriginalRow,
): { startDate: TimeOff['startDate']; endDate: TimeOff['endDate'] } | undefined {
  const given = [textOf(row, 'start_date'), textOf(row, 'end_date')]
  const [start, end] = given.map(readDate)
  const isUnreadable = given.some((text, index) => text !== '' && [start, end][index] === undefined)
  const one = start ?? end
  const other = end ?? start
  if (isUnreadable || one === undefined || other === undefined) return undefined
  return one <= other ? { startDate: one, endDate: other } : { startDate: other, endDate: one }
}

/** Rows of the original's table of absences, by employee. */
export function readTimeOff(
  rows: readonly OriginalRow[],
  staffIds: ReadonlySet<number>,
  report: ReportBuilder,
): ReadonlyMap<number, readonly TimeOff[]> {
  const absences = new Map<number, TimeOff[]>()
  for (const [index, row] of rows.entries()) {
    const place = idOf(row) || index + 1
    const staffId = idOf(row, 'staff_id')
    const dates = readDates(row)
    if (!staffIds.has(staffId)) report.row('appointease_timeoff', place, ['nobody_s'], 'left')
    else if (!dates) report.row('appointease_timeoff', place, ['unreadable'], 'left')
    else {
      report.row('appointease_timeoff', place, textOf(row, 'reason') === '' ? [] : ['reason_left'])
      absences.set(staffId, [...(absences.get(staffId) ?? []), dates])
    }
  }
  return absences
}

/**
 * The employee under their own id, who offers every service. Rows of hours count before the hours in the employee's own
 * row, which is the older place.
 */
export function adoptEmployee(
  row: OriginalRow,
  serviceIds: readonly number[],
  hours: WeeklyHours | undefined,
  timeOff: readonly TimeOff[],
): { readonly employee: EmployeeRecord; readonly notes: readonly NoteReason[] } {
  const notes: NoteReason[] = []
  const name = textOf(row, 'name')
  if (name === '') notes.push('no_name')
  const text = textOf(row, 'working_hours')
  const own = text === '' ? undefined : readWorkingHours(text)
  const weeklyHours = hours ?? own ?? {}
  if (!hours && text !== '' && !own) notes.push('unreadable_hours')
  else if (Object.keys(weeklyHours).length === 0) notes.push('no_hours')
  const id = idOf(row)
  return {
    employee: {
      id,
      name: name || `Employee ${id}`,
      specialization: '',
      bio: '',
      photoUrl: '',
      email: textOf(row, 'email').toLowerCase(),
      active: true,
      priority: id,
      weeklyHours,
      dateOverrides: [],
      timeOff,
      serviceIds,
    },
    notes,
  }
}
