import type { Instant, Interval } from './types.ts'

const MINUTE = 60_000
const RFC_3339 =
  /^\d{4}-(\d{2})-(\d{2})[Tt ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

/** Whole minutes in the milliseconds that instants are counted in. */
export function minutes(count: number): number {
  return count * MINUTE
}

/** A stored count of milliseconds since 1970-01-01T00:00:00Z as what it is; a fraction is cut off. */
export function instantOf(milliseconds: number): Instant {
  return Math.floor(milliseconds) as Instant
}

/** The instant so many milliseconds later, or earlier where negative. */
export function plus(instant: Instant, milliseconds: number): Instant {
  return (instant + milliseconds) as Instant
}

export function intervalOf(start: number, end: number): Interval {
  return { start: start as Instant, end: end as Instant }
}

/**
 * Reads an RFC 3339 date-time (section 5.6). The offset is required, the year has four digits in UTC too, and
 * what is finer than a millisecond is cut off. Dates that no month has and leap seconds are not read.
 */
export function parseInstant(text: string): Instant | undefined {
  const parts = RFC_3339.exec(text)
  if (!parts || !isRealDay(text.slice(0, 10))) return undefined
  const milliseconds = Date.parse(text.toUpperCase().replace(' ', 'T'))
  if (Number.isNaN(milliseconds)) return undefined
  return /^\d{4}-/.test(new Date(milliseconds).toISOString()) ? instantOf(milliseconds) : undefined
}

/** RFC 3339 in UTC: `2026-11-23T10:00:00Z`, with a fraction only where there is one. */
export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z')
}

function isRealDay(date: string): boolean {
  const midnight = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date)
}
