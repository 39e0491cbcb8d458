import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anAppointment, aService, at } from '../examples/calendar.ts'
import { minutes, plus } from '../time/instant.ts'
import { claimsTouching, groupByEmployee, indexClaims } from './claimIndex.ts'
import { collides, seatsLeft } from './claims.ts'

const ten = at('2026-11-23T10:00:00Z')
const course = aService({ capacity: 2 })
const later = (count: number) => plus(ten, minutes(count))

describe('two claims', () => {
  it('collide where what they occupy overlaps, and not where it touches', () => {
    expect(collides(anAppointment(ten), anAppointment(later(25)))).toBe(true)
    expect(collides(anAppointment(ten), anAppointment(later(30)))).toBe(false)
    const buffered = aService({ bufferBeforeMinutes: 5 })
    expect(collides(anAppointment(ten), anAppointment(later(30), buffered))).toBe(true)
    expect(collides(anAppointment(ten), anAppointment(later(35), buffered))).toBe(false)
  })

  it('of different employees never collide', () => {
    expect(collides(anAppointment(ten), anAppointment(ten, aService(), { employeeId: 2 }))).toBe(false)
  })

  it('of one group share the slot where its service takes several', () => {
    expect(collides(anAppointment(ten, course), anAppointment(ten, course), 2)).toBe(false)
    expect(collides(anAppointment(ten, course), anAppointment(ten, course))).toBe(true)
    expect(collides(anAppointment(ten, course), anAppointment(later(15), course), 2)).toBe(true)
    expect(collides(anAppointment(ten, course), anAppointment(ten, aService({ id: 2 })), 2)).toBe(true)
  })

  it('without a service share with nobody, not even with each other', () => {
    const unknown = { ...anAppointment(ten), serviceId: undefined }
    expect(collides(unknown, unknown, 2)).toBe(true)
  })

  it('collide both ways or not at all', () => {
    const claim = fc
      .record({
        start: fc.nat(20),
        serviceId: fc.constantFrom(1, 2),
        employeeId: fc.constantFrom(1, 2),
        buffer: fc.constantFrom(0, 5, 15),
      })
      .map(({ start, serviceId, employeeId, buffer }) =>
        anAppointment(
          later(start * 5),
          aService({ id: serviceId, bufferBeforeMinutes: buffer, bufferAfterMinutes: buffer }),
          { employeeId },
        ),
      )
    fc.assert(
      fc.property(claim, claim, fc.integer({ min: 1, max: 3 }), (a, b, capacity) => {
        expect(collides(a, b, capacity)).toBe(collides(b, a, capacity))
      }),
    )
  })
})

describe('seats', () => {
  it('are those that the group has not filled, and none beside a collision', () => {
    const mine = anAppointment(ten, course)
    expect(seatsLeft(mine, [], 2)).toBe(2)
    expect(seatsLeft(mine, [anAppointment(ten, course)], 2)).toBe(1)
    expect(seatsLeft(mine, [anAppointment(ten, course), anAppointment(ten, course)], 2)).toBe(0)
    expect(seatsLeft(mine, [anAppointment(later(15), course)], 2)).toBe(0)
    expect(seatsLeft(mine, [anAppointment(later(60), course)], 2)).toBe(2)
  })
})

describe('the claims that touch an interval', () => {
  it('are found in any order of claims, nested ones too', () => {
    const claim = fc
      .tuple(fc.nat(100), fc.integer({ min: 1, max: 40 }), fc.constantFrom(1, 2))
      .map(([start, length, employeeId]) =>
        anAppointment(later(start * 5), aService({ durationMinutes: length * 5 }), { employeeId }),
      )
    fc.assert(
      fc.property(fc.array(claim, { maxLength: 40 }), claim, (claims, { occupied }) => {
        for (const [employeeId, theirs] of groupByEmployee(claims)) {
          const expected = claims.filter(
            (each) =>
              each.employeeId === employeeId &&
              each.occupied.start < occupied.end &&
              occupied.start < each.occupied.end,
          )
          const found = claimsTouching(indexClaims(theirs), occupied)
          expect(new Set(found)).toEqual(new Set(expected))
          expect(found).toHaveLength(expected.length)
        }
      }),
      { numRuns: 500 },
    )
  })
})
