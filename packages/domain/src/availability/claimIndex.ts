import { overlaps } from '../time/intervals.ts'
import type { Instant, Interval } from '../time/types.ts'
import type { Claim } from './claims.ts'

/** One employee's claims, ordered so that those which touch an interval are found without reading all. */
export interface ClaimIndex<Kind extends Claim> {
  /** By the start of what they occupy. */
  readonly claims: readonly Kind[]
  /** At each place the latest end so far: it never falls, so it can be searched although claims may nest. */
  readonly latestEnds: readonly Instant[]
}

const NONE: readonly never[] = []

export function groupByEmployee<Kind extends Claim>(claims: readonly Kind[]): Map<number, Kind[]> {
  const groups = new Map<number, Kind[]>()
  for (const claim of claims) {
    const group = groups.get(claim.employeeId)
    if (group) group.push(claim)
    else groups.set(claim.employeeId, [claim])
  }
  return groups
}

export function indexClaims<Kind extends Claim>(claims: readonly Kind[]): ClaimIndex<Kind> {
  const ordered = isOrdered(claims) ? claims : [...claims].sort((a, b) => a.occupied.start - b.occupied.start)
  const latestEnds: Instant[] = []
  let latest: Instant | undefined
  for (const { occupied } of ordered) {
    if (latest === undefined || occupied.end > latest) latest = occupied.end
    latestEnds.push(latest)
  }
  return { claims: ordered, latestEnds }
}

/** The claims whose occupied time has a moment in common with the interval. */
export function claimsTouching<Kind extends Claim>(
  index: ClaimIndex<Kind>,
  interval: Interval,
): readonly Kind[] {
  let touching: Kind[] | undefined
  for (let at = firstAfter(index.latestEnds, interval.start); at < index.claims.length; at++) {
    const claim = index.claims[at]
    if (!claim || claim.occupied.start >= interval.end) break
    if (!overlaps(claim.occupied, interval)) continue
    if (touching) touching.push(claim)
    else touching = [claim]
  }
  return touching ?? NONE
}

/** The first place in an ascending list whose moment is later; the list's length if there is none. */
export function firstAfter(ascending: readonly Instant[], moment: Instant): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] ?? Infinity) > moment) high = middle
    else low = middle + 1
  }
  return low
}

function isOrdered(claims: readonly Claim[]): boolean {
  let previous = -Infinity
  for (const { occupied } of claims) {
    if (occupied.start < previous) return false
    previous = occupied.start
  }
  return true
}
