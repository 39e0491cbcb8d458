declare const brand: unique symbol
type Brand<Base, Name extends string> = Base & { readonly [brand]: Name }

/** Milliseconds since 1970-01-01T00:00:00Z, whole. The only form in which moments are compared or stored. */
export type Instant = Brand<number, 'Instant'>
/** `YYYY-MM-DD` on some wall clock; which one, the context says. Compares as text. */
export type CalendarDate = Brand<string, 'CalendarDate'>
/** `HH:MM`, `00:00` to `23:59`. Compares as text. */
export type WallTime = Brand<string, 'WallTime'>
/** An IANA zone name that this machine's time-zone data knows. */
export type TimeZoneId = Brand<string, 'TimeZoneId'>

/** Half-open: `start` belongs to it, `end` does not. `start < end`. */
export interface Interval {
  readonly start: Instant
  readonly end: Instant
}

/** What a clock on the wall of a zone shows at an instant. `offsetMinutes` is local minus UTC. */
export interface WallClock {
  readonly date: CalendarDate
  readonly time: WallTime
  readonly offsetMinutes: number
}
