import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aService, at } from '../examples/calendar.ts'
import { type AssignmentHistory, chooseEmployee } from './chooseEmployee.ts'
import { occupiedInterval } from './occupiedInterval.ts'
import type { Slot } from './types.ts'

const slotOf = (employeeId: number): Slot => ({
  serviceId: 1,
  employeeId,
  remaining: 1,
  ...occupiedInterval(aService(), at('2026-11-23T10:00:00Z')),
})
const history = (but: Partial<AssignmentHistory> = {}): AssignmentHistory => ({
  appointmentsThatDay: new Map(),
  priorities: new Map(),
  ...but,
})
const all = [3, 1, 2].map(slotOf)

describe('anybody', () => {
  it('is whoever has fewest appointments that day, none if not mentioned', () => {
    const appointmentsThatDay = new Map([
      [1, 2],
      [2, 1],
    ])
    expect(chooseEmployee('fewest_appointments', all, history({ appointmentsThatDay })).employeeId).toBe(3)
  })

  it('is of equally busy ones the one with the lower priority number, then the lower id', () => {
    const priorities = new Map([
      [1, 5],
      [2, 4],
      [3, 4],
    ])
    expect(chooseEmployee('fewest_appointments', all, history({ priorities })).employeeId).toBe(2)
    expect(chooseEmployee('fewest_appointments', all, history()).employeeId).toBe(1)
  })

  it('is by priority the lowest number; who has none comes last', () => {
    expect(chooseEmployee('priority', all, history({ priorities: new Map([[2, 9]]) })).employeeId).toBe(2)
    expect(chooseEmployee('priority', all, history()).employeeId).toBe(1)
  })

  it('is in turn whoever follows the last one, over those who are not free, and round again', () => {
    const after = (lastAssignedEmployeeId: number, candidates = all) =>
      chooseEmployee('in_turn', candidates, history({ lastAssignedEmployeeId })).employeeId
    expect(after(1)).toBe(2)
    expect(after(2)).toBe(3)
    expect(after(3)).toBe(1)
    expect(after(2, [slotOf(1), slotOf(4)])).toBe(4)
    expect(chooseEmployee('in_turn', all, history()).employeeId).toBe(1)
  })

  it('takes turns in the order of priorities', () => {
    const priorities = new Map([
      [1, 3],
      [2, 2],
      [3, 1],
    ])
    expect(
      chooseEmployee('in_turn', all, history({ priorities, lastAssignedEmployeeId: 3 })).employeeId,
    ).toBe(2)
    expect(
      chooseEmployee('in_turn', all, history({ priorities, lastAssignedEmployeeId: 1 })).employeeId,
    ).toBe(3)
  })

  it('in turn is everybody once before anybody twice', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(50), { minLength: 1, maxLength: 8 }),
        fc.dictionary(fc.nat(50).map(String), fc.nat(3)),
        (ids, priority) => {
          const priorities = new Map(Object.entries(priority).map(([id, rank]) => [Number(id), rank]))
          const chosen: number[] = []
          for (const _ of ids) {
            const last = chosen.at(-1)
            const past = history({ priorities, ...(last !== undefined && { lastAssignedEmployeeId: last }) })
            chosen.push(chooseEmployee('in_turn', ids.map(slotOf), past).employeeId)
          }
          expect([...chosen].sort((a, b) => a - b)).toEqual([...ids].sort((a, b) => a - b))
        },
      ),
    )
  })

  it('is the same whatever the order of the candidates', () => {
    const order = fc.shuffledSubarray([1, 2, 3, 4, 5], { minLength: 5 })
    const rule = fc.constantFrom('fewest_appointments' as const, 'in_turn' as const, 'priority' as const)
    fc.assert(
      fc.property(order, rule, fc.nat(6), (ids, by, last) => {
        const past = history({
          appointmentsThatDay: new Map([[1, 1]]),
          priorities: new Map([[4, 0]]),
          lastAssignedEmployeeId: last,
        })
        expect(chooseEmployee(by, ids.map(slotOf), past)).toEqual(
          chooseEmployee(by, [1, 2, 3, 4, 5].map(slotOf), past),
        )
      }),
    )
  })

  it('cannot be chosen from nobody', () => {
    expect(() => chooseEmployee('priority', [], history())).toThrow(RangeError)
  })
})
