import { instantOf, minutes, overlaps } from '@appointease/domain'
import { instant } from '@appointease/testkit/builders.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Claimant, collidingIds } from './collisions.ts'

const START = instant('2026-05-05T08:00:00Z')
const LENGTHS = [30, 60, 45]
const CAPACITIES = [1, 3, 2]

const claimant = fc
  .record({
    employeeId: fc.integer({ min: 1, max: 2 }),
    serviceId: fc.integer({ min: 0, max: 2 }),
    quarter: fc.integer({ min: 0, max: 12 }),
    status: fc.constantFrom('confirmed', 'confirmed', 'pending', 'completed', 'cancelled', 'no_show'),
    made: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ employeeId, serviceId, quarter, status, made }): Omit<Claimant, 'id'> => {
    const start = START + minutes(15 * quarter)
    const end = start + minutes(LENGTHS[serviceId] ?? 30)
    const slot = { start: instantOf(start), end: instantOf(end) }
    return { employeeId, serviceId, slot, status, made: made === 0 ? undefined : instantOf(made) }
  })

const isActive = ({ status }: Claimant) => status !== 'cancelled' && status !== 'no_show'
const meets = (one: Claimant, other: Claimant) =>
  one.employeeId === other.employeeId && one.id !== other.id && overlaps(one.slot, other.slot)
const isOfGroup = (one: Claimant, other: Claimant) =>
  one.serviceId === other.serviceId && one.slot.start === other.slot.start
const wasBefore = (one: Claimant, other: Claimant) =>
  ((one.made ?? 0) - (other.made ?? 0) || one.id - other.id) < 0

it('marks exactly those that meet what was made before them and keeps its time', () => {
  fc.assert(
    fc.property(fc.array(claimant, { maxLength: 40 }), (wishes) => {
      const all = wishes.map((wish, index): Claimant => ({ ...wish, id: index + 1 }))
      const marked = collidingIds(all, (serviceId) => CAPACITIES[serviceId] ?? 1)
      const kept = all.filter((one) => isActive(one) && !marked.has(one.id))
      for (const one of all.filter(isActive)) {
        const before = kept.filter((other) => meets(one, other) && wasBefore(other, one))
        const group = before.filter((other) => isOfGroup(one, other))
        const isFull = group.length >= (CAPACITIES[one.serviceId] ?? 1)
        expect(marked.has(one.id)).toBe(isFull || group.length < before.length)
      }
      expect(all.filter((one) => !isActive(one) && marked.has(one.id))).toEqual([])
    }),
  )
})
