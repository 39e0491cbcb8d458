import { overlaps } from '../time/intervals.ts'
import type { Interval } from '../time/types.ts'

/** What an appointment, a lock and a wish have in common: one employee's time, for one service. */
export interface Claim {
  readonly employeeId: number
  /** Unknown where a slot was locked before the service was chosen; such a claim shares with nobody. */
  readonly serviceId: number | undefined
  readonly slot: Interval
  readonly occupied: Interval
}

/** Whether the two are persons of one group: the same service of one employee at the same start. */
export function isSameGroup(a: Claim, b: Claim): boolean {
  return (
    a.serviceId !== undefined &&
    a.serviceId === b.serviceId &&
    a.employeeId === b.employeeId &&
    a.slot.start === b.slot.start
  )
}

/**
 * Whether two claims exclude each other: one employee's, with a common moment in what they occupy (half-open,
 * the buffers of both count), unless they are of one group and its service takes several persons. Whether a
 * group still has a seat is {@link seatsLeft}'s to say.
 */
export function collides(a: Claim, b: Claim, capacity = 1): boolean {
  if (a.employeeId !== b.employeeId || !overlaps(a.occupied, b.occupied)) return false
  return capacity <= 1 || !isSameGroup(a, b)
}

/** Persons of the claim's group who still fit beside the others; none if one of them collides. */
export function seatsLeft(claim: Claim, others: readonly Claim[], capacity: number): number {
  let seats = capacity
  for (const other of others) {
    if (collides(claim, other, capacity)) return 0
    if (isSameGroup(claim, other)) seats--
  }
  return Math.max(0, seats)
}
