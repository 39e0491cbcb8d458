import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantOf, intervalOf } from './instant.ts'
import { contains, intersectIntervals, mergeIntervals, overlaps, subtractIntervals } from './intervals.ts'
import type { Interval } from './types.ts'

/** A list of intervals as the set of whole numbers in it: the same question, asked number by number. */
const numbersIn = (intervals: readonly Interval[]) =>
  new Set(
    intervals.flatMap(({ start, end }) =>
      Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i),
    ),
  )

const someIntervals = fc.array(
  fc.tuple(fc.nat(60), fc.nat(12)).map(([start, length]) => intervalOf(start, start + length)),
  { maxLength: 8 },
)

const isMerged = (intervals: readonly Interval[]) =>
  intervals.every(({ start, end }, i) => start < end && start > (intervals[i - 1]?.end ?? -1))

describe('half-open intervals', () => {
  it('do not overlap where they only touch', () => {
    expect(overlaps(intervalOf(10, 20), intervalOf(20, 30))).toBe(false)
    expect(overlaps(intervalOf(20, 30), intervalOf(10, 20))).toBe(false)
    expect(overlaps(intervalOf(10, 21), intervalOf(20, 30))).toBe(true)
  })

  it('contain their start and not their end', () => {
    expect(contains(intervalOf(10, 20), instantOf(10))).toBe(true)
    expect(contains(intervalOf(10, 20), instantOf(20))).toBe(false)
    expect(contains(intervalOf(10, 20), intervalOf(10, 20))).toBe(true)
    expect(contains(intervalOf(10, 20), intervalOf(10, 21))).toBe(false)
    expect(contains(intervalOf(10, 20), intervalOf(9, 20))).toBe(false)
  })

  it('are joined where they touch', () => {
    expect(mergeIntervals([intervalOf(20, 30), intervalOf(10, 20)])).toEqual([intervalOf(10, 30)])
    expect(mergeIntervals([intervalOf(10, 19), intervalOf(20, 30)])).toHaveLength(2)
  })

  it('merge, subtract and intersect as the sets of their moments do', () => {
    fc.assert(
      fc.property(someIntervals, someIntervals, (a, b) => {
        const [left, right] = [numbersIn(a), numbersIn(b)]
        const merged = mergeIntervals(a)
        const rest = subtractIntervals(a, b)
        const common = intersectIntervals(a, b)
        expect(numbersIn(merged)).toEqual(new Set([...left].sort((x, y) => x - y)))
        expect(numbersIn(rest)).toEqual(new Set([...left].filter((n) => !right.has(n))))
        expect(numbersIn(common)).toEqual(new Set([...left].filter((n) => right.has(n))))
        expect([merged, rest, common].every(isMerged)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
