import { minorAmount } from '../../../money.ts'
import type { ServiceRecord } from '../../../ports/catalog.ts'
import type { NoteReason } from './notes.ts'
import { idOf, numberOf, type OriginalRow, textOf } from './originalRow.ts'

export interface AdoptedService {
  readonly service: ServiceRecord
  readonly notes: readonly NoteReason[]
  /** How many days ahead the original let it be booked. */
  readonly windowDays: number | undefined
}

const USUAL_MINUTES = 30
export const LONGEST_MINUTES = 2880

/** Whole multiples of five, as every length is here. */
function durationOf(row: OriginalRow, notes: NoteReason[]): number {
  const minutes = numberOf(row, 'duration')
  if (minutes === undefined || minutes <= 0) {
    notes.push('no_duration')
    return USUAL_MINUTES
  }
  const rounded = Math.ceil(minutes / 5) * 5
  if (rounded > LONGEST_MINUTES) {
    notes.push('duration_cut')
    return LONGEST_MINUTES
  }
  if (rounded !== minutes) notes.push('duration_rounded')
  return rounded
}

/** The service under its own id; every employee offers it, since the original knows nothing else. */
export function adoptService(
  row: OriginalRow,
  categories: ReadonlyMap<number, string>,
  currency: string,
): AdoptedService {
  const notes: NoteReason[] = []
  const name = textOf(row, 'name')
  if (name === '') notes.push('no_name')
  const categoryId = idOf(row, 'category_id')
  const category = categories.get(categoryId)
  if (categoryId !== 0 && category === undefined) notes.push('no_category')
  const price = numberOf(row, 'price') ?? 0
  if (price < 0) notes.push('negative_amount')
  const capacity = Math.floor(numberOf(row, 'capacity') ?? 1)
  if (capacity < 1) notes.push('no_capacity')
  const windowDays = numberOf(row, 'advance_booking_days')
  return {
    service: {
      id: idOf(row),
      name: name || `Service ${idOf(row)}`,
      description: textOf(row, 'description'),
      category: category ?? '',
      priceMinor: minorAmount(Math.max(0, price), currency),
      active: true,
      durationMinutes: durationOf(row, notes),
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      capacity: Math.max(1, capacity),
      requiresApproval: false,
    },
    notes,
    windowDays: windowDays !== undefined && windowDays > 0 ? Math.floor(windowDays) : undefined,
  }
}
