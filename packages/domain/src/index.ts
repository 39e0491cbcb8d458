export * from './appointments/status.ts'
export * from './availability/chooseEmployee.ts'
export { type Claim, collides, isSameGroup, seatsLeft } from './availability/claims.ts'
export { decideSlot } from './availability/decideSlot.ts'
export type { ClaimRefusal } from './availability/decideStart.ts'
export * from './availability/describeDay.ts'
export * from './availability/listSlots.ts'
export * from './availability/nearestAlternatives.ts'
export * from './availability/occupiedInterval.ts'
export type * from './availability/types.ts'
export * from './locks/slotLocks.ts'
export * from './policies/cutoffs.ts'
export { hasLapsed } from './policies/lapse.ts'
export { LONGEST_ADVANCE_MILLISECONDS, reminderNow } from './policies/reminders.ts'
export type * from './schedule/types.ts'
export { type Absence, type WorkingHours, workingIntervals } from './schedule/workingHours.ts'
export {
  addDays,
  daysBetween,
  listDates,
  parseCalendarDate,
  weekdayOf,
} from './time/calendarDate.ts'
export { formatInstant, instantOf, minutes, parseInstant, plus } from './time/instant.ts'
export * from './time/intervals.ts'
export type * from './time/types.ts'
export {
  dayInterval,
  instantsAt,
  resolveWallTime,
  type WallTimeResolution,
  wallClockAt,
} from './time/wallClock.ts'
export { minuteOfDay, parseWallTime, wallTimeOf } from './time/wallTime.ts'
export { offsetAt, offsetSpans, parseTimeZoneId } from './time/zoneOffsets.ts'
