import type { AssignmentRule } from '../schedule/types.ts'
import type { Slot } from './types.ts'

/** What the rules look back on; an employee who is not mentioned has no appointments and comes last by priority. */
export interface AssignmentHistory {
  /** Active appointments by employee on the date of the candidates. */
  readonly appointmentsThatDay: ReadonlyMap<number, number>
  readonly lastAssignedEmployeeId?: number
  /** Lower comes first. */
  readonly priorities: ReadonlyMap<number, number>
}

/**
 * Who of several free employees gets the appointment of somebody who asked for anybody. Candidates are slots of
 * one start. Equals are told apart by priority, then by id, so the choice is the same on every machine. In turn
 * means: whoever follows the last assigned one in that order. Throws without candidates.
 */
export function chooseEmployee(
  rule: AssignmentRule,
  candidates: readonly Slot[],
  history: AssignmentHistory,
): Slot {
  const inOrder = [...candidates].sort((a, b) => compareRank(a.employeeId, b.employeeId, history))
  const [first] = inOrder
  if (!first) throw new RangeError('Nobody to choose from')
  switch (rule) {
    case 'priority':
      return first
    case 'in_turn':
      return inOrder.find((candidate) => isAfterLast(candidate, history)) ?? first
    case 'fewest_appointments': {
      const load = ({ employeeId }: Slot) => history.appointmentsThatDay.get(employeeId) ?? 0
      return inOrder.reduce((least, candidate) => (load(candidate) < load(least) ? candidate : least))
    }
  }
}

function compareRank(a: number, b: number, { priorities }: AssignmentHistory): number {
  const [first, second] = [priorities.get(a) ?? Infinity, priorities.get(b) ?? Infinity]
  if (first === second) return a - b
  return first < second ? -1 : 1
}

function isAfterLast({ employeeId }: Slot, history: AssignmentHistory): boolean {
  const last = history.lastAssignedEmployeeId
  return last !== undefined && compareRank(employeeId, last, history) > 0
}
