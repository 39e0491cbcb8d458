import { ACTIVE_LIST, LONGEST_OCCUPIED } from './appointmentRules.ts'
import type { Tables } from './schema.ts'

/** An appointment that was taken over although it overlaps others. */
export interface Collision {
  readonly id: number
  readonly strongId: string
  readonly status: string
  /** The start on the business's wall clock, `YYYY-MM-DD HH:MM:SS`. */
  readonly date: string
  readonly employeeId: number
  readonly employeeName: string
  /** The active appointments of the same employee that overlap it now. */
  readonly overlaps: readonly number[]
}

/** Marked appointments, by their starts, each with one that it overlaps now; once for each of these. */
export const collisionsQuery = ({ appointments }: Tables): string => `
  SELECT marked.id, marked.strong_id, marked.status, marked.appointment_date, marked.employee_id,
    marked.employee_name, other.id
  FROM ${appointments} AS marked
  LEFT JOIN ${appointments} AS other
    ON marked.status IN ${ACTIVE_LIST} AND other.status IN ${ACTIVE_LIST}
    AND other.employee_id = marked.employee_id AND other.id <> marked.id
    AND other.occupied_start < marked.occupied_end
    AND other.occupied_start > marked.occupied_start - ${LONGEST_OCCUPIED}
    AND other.occupied_end > marked.occupied_start
  WHERE marked.unresolved_collision = 1
  ORDER BY marked.slot_start, marked.id, other.id`

/** Refused by the database itself where the appointment still overlaps another. */
export const settleStatement = ({ appointments }: Tables): string =>
  `UPDATE ${appointments} SET unresolved_collision = 0 WHERE id = ?`

/** The rows of {@link collisionsQuery}, read as arrays. */
export function toCollisions(rows: readonly (readonly unknown[])[]): readonly Collision[] {
  const collisions = new Map<number, Collision & { overlaps: number[] }>()
  for (const [id, strongId, status, date, employeeId, employeeName, other] of rows) {
    const known = collisions.get(Number(id)) ?? {
      id: Number(id),
      strongId: String(strongId),
      status: String(status),
      date: String(date),
      employeeId: Number(employeeId),
      employeeName: String(employeeName),
      overlaps: [],
    }
    if (other !== null) known.overlaps.push(Number(other))
    collisions.set(known.id, known)
  }
  return [...collisions.values()]
}
