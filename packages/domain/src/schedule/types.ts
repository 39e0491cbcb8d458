import type { CalendarDate, Interval, TimeZoneId, WallTime } from '../time/types.ts'

export type Weekday = 'sun' | 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat'

/**
 * Hours on a wall clock, half-open. Where `end` is not after `start` the interval crosses midnight and ends
 * on the next date (`22:00`–`02:00`); `00:00` as `end` is therefore the coming midnight.
 */
export interface WallInterval {
  readonly start: WallTime
  readonly end: WallTime
}

/** Hours of an ordinary week; the gaps are breaks. A weekday without an entry is closed. */
export type WeeklyHours = { readonly [Day in Weekday]?: readonly WallInterval[] }

/** Replaces one date's weekly hours entirely; no intervals means away. */
export interface DateOverride {
  readonly date: CalendarDate
  readonly intervals: readonly WallInterval[]
}

/** One employee away, from `startDate` at `startTime` (default midnight) to `endDate` at `endTime` (default its end). */
export interface TimeOff {
  readonly startDate: CalendarDate
  readonly endDate: CalendarDate
  readonly startTime?: WallTime
  readonly endTime?: WallTime
}

/** The business closed on whole dates, both ends included. */
export interface BlackoutDate {
  readonly startDate: CalendarDate
  readonly endDate: CalendarDate
}

/** Minutes of `durationMinutes`, buffers and step are whole multiples of five: see docs/decisions. */
export interface Service {
  readonly id: number
  readonly durationMinutes: number
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
  /** Persons who fit into one slot of one employee; 1 for an ordinary service. */
  readonly capacity: number
  /** Grid of its own; else the business's slot step. */
  readonly slotStepMinutes?: number
  readonly requiresApproval: boolean
}

export interface Employee {
  readonly id: number
  readonly weeklyHours: WeeklyHours
  readonly dateOverrides: readonly DateOverride[]
  readonly timeOff: readonly TimeOff[]
  /** Away as well: what a outside calendar is full with. */
  readonly busyTimes?: readonly Interval[]
  readonly serviceIds: readonly number[]
  /** Lower comes first where the owner assigns by priority. */
  readonly priority: number
}

/** How "any employee" is decided at booking time. */
export type AssignmentRule = 'fewest_appointments' | 'in_turn' | 'priority'

export interface BusinessRules {
  readonly timeZone: TimeZoneId
  readonly slotStepMinutes: number
  readonly minimumNoticeMinutes: number
  /** Dates from today on, in the business's zone: 30 lets today and the next 30 dates be booked. */
  readonly bookingWindowDays: number
  readonly cancelCutoffMinutes: number
  readonly rescheduleCutoffMinutes: number
  readonly assignmentRule: AssignmentRule
  /** Where set, employees' hours count only within these. */
  readonly businessHours?: WeeklyHours
  readonly blackoutDates: readonly BlackoutDate[]
}

/** All that the owner has set and that availability follows from. */
export interface Calendar {
  readonly rules: BusinessRules
  readonly services: ReadonlyMap<number, Service>
  readonly employees: ReadonlyMap<number, Employee>
}
