import type { Instant, Interval } from './types.ts'

/** Whether the two share a moment; touching ends do not. */
export function overlaps(a: Interval, b: Interval): boolean {
  return a.start < b.end && b.start < a.end
}

/** Whether `inner`, an interval or an instant, lies wholly in `outer`. */
export function contains(outer: Interval, inner: Interval | Instant): boolean {
  if (typeof inner === 'number') return outer.start <= inner && inner < outer.end
  return outer.start <= inner.start && inner.end <= outer.end
}

/** The same moments as unbroken intervals, ascending: overlapping and touching ones are joined, empty ones left out. */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const ascending = intervals.filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start)
  const merged: Interval[] = []
  for (const interval of ascending) {
    const last = merged.at(-1)
    if (!last || last.end < interval.start) merged.push(interval)
    else if (last.end < interval.end) merged[merged.length - 1] = { start: last.start, end: interval.end }
  }
  return merged
}

/** The moments of `intervals` that are not in `removed`; merged. */
export function subtractIntervals(intervals: readonly Interval[], removed: readonly Interval[]): Interval[] {
  const holes = mergeIntervals(removed)
  const rest: Interval[] = []
  for (const { start, end } of mergeIntervals(intervals)) {
    let from = start
    for (const hole of holes) {
      if (hole.end <= from) continue
      if (hole.start >= end) break
      if (hole.start > from) rest.push({ start: from, end: hole.start })
      from = hole.end
    }
    if (from < end) rest.push({ start: from, end })
  }
  return rest
}

/** The moments that lie in both; merged. */
export function intersectIntervals(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const left = mergeIntervals(a)
  const right = mergeIntervals(b)
  const common: Interval[] = []
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    const [one, other] = [left[i], right[j]]
    if (!one || !other) break
    const start = Math.max(one.start, other.start) as Instant
    const end = Math.min(one.end, other.end) as Instant
    if (start < end) common.push({ start, end })
    if (one.end < other.end) i++
    else j++
  }
  return common
}
