import { dateOfDay, dayNumber, weekdayOfDay } from '../time/calendarDate.ts'
import { intersectIntervals, mergeIntervals, overlaps, subtractIntervals } from '../time/intervals.ts'
import type { CalendarDate, Interval, TimeZoneId } from '../time/types.ts'
import { firstMoment, intervalOfDay } from '../time/wallClock.ts'
import { minuteOfDay } from '../time/wallTime.ts'
import type { BlackoutDate, BusinessRules, Calendar, Employee, TimeOff, WallInterval } from './types.ts'

/** Why somebody who is rostered does not work. `kind` is the refusal that it leads to. */
export interface Absence {
  readonly kind: 'blackout_date' | 'staff_time_off'
  readonly interval: Interval
}

/** One employee's hours as instants. All three are ascending; `rostered` and `working` are merged, so unbroken. */
export interface WorkingHours {
  /** What the week or the date's override says, within the business's hours; absences not yet taken out. */
  readonly rostered: readonly Interval[]
  /** `rostered` without the absences: where appointments may lie. */
  readonly working: readonly Interval[]
  readonly absences: readonly Absence[]
}

/**
 * An employee's hours that touch a date in the business's zone. An interval that continues over midnight is one
 * interval and is given in whole, as far as the hours of the dates before and after reach. Hours belong to the
 * date on which they start, so only that date's override replaces them. Nothing for an unknown employee.
 */
export function workingIntervals(calendar: Calendar, employeeId: number, date: CalendarDate): WorkingHours {
  const employee = calendar.employees.get(employeeId)
  if (!employee) return { rostered: [], working: [], absences: [] }
  const day = dayNumber(date)
  const hull = intervalOfDay(day, calendar.rules.timeZone)
  const touching = ({ rostered, working, absences }: WorkingHours): WorkingHours => ({
    rostered: rostered.filter((interval) => overlaps(interval, hull)),
    working: working.filter((interval) => overlaps(interval, hull)),
    absences: absences.filter(({ interval }) => overlaps(interval, hull)),
  })
  return touching(hoursOfDays(calendar.rules, employee, day - 1, day + 1))
}

/** Hours that start on the days `first` to `last`, and those of the day before that continue into them. */
export function hoursOfDays(
  rules: BusinessRules,
  employee: Employee,
  first: number,
  last: number,
): WorkingHours {
  const rostered = rosteredHours(rules, employee, first - 1, last)
  const absences = absencesBetween(rules, employee, first - 1, last + 1)
  const working = subtractIntervals(
    rostered,
    absences.map(({ interval }) => interval),
  )
  return { rostered, working, absences }
}

function rosteredHours(rules: BusinessRules, employee: Employee, first: number, last: number): Interval[] {
  const overrides = new Map(employee.dateOverrides.map(({ date, intervals }) => [dayNumber(date), intervals]))
  const own = (day: number) => overrides.get(day) ?? employee.weeklyHours[weekdayOfDay(day)] ?? []
  const hours = momentsOfDays(own, first, last, rules.timeZone)
  const { businessHours } = rules
  if (!businessHours) return mergeIntervals(hours)
  const open = momentsOfDays((day) => businessHours[weekdayOfDay(day)] ?? [], first, last, rules.timeZone)
  return intersectIntervals(hours, open)
}

function momentsOfDays(
  hoursOf: (day: number) => readonly WallInterval[],
  first: number,
  last: number,
  zone: TimeZoneId,
): Interval[] {
  const intervals: Interval[] = []
  for (let day = first; day <= last; day++) {
    for (const { start, end } of hoursOf(day)) {
      const from = minuteOfDay(start)
      const to = minuteOfDay(end)
      const crossesMidnight = to <= from
      if (crossesMidnight && isLeftOut(day, zone)) continue
      intervals.push({
        start: firstMoment(day, from, zone),
        end: firstMoment(day, crossesMidnight ? to + 1440 : to, zone),
      })
    }
  }
  return intervals
}

/** A zone that crosses the date line skips a date: no shift begins on it, not even one that ends on the next. */
function isLeftOut(day: number, zone: TimeZoneId): boolean {
  return firstMoment(day, 0, zone) === firstMoment(day, 1440, zone)
}

function absencesBetween(rules: BusinessRules, employee: Employee, first: number, last: number): Absence[] {
  const from = dateOfDay(first)
  const to = dateOfDay(last)
  const isNear = (period: BlackoutDate | TimeOff) => period.startDate <= to && period.endDate >= from
  const zone = rules.timeZone
  const closures = rules.blackoutDates
    .filter(isNear)
    .map((period) => ({ kind: 'blackout_date' as const, interval: absenceInterval(period, zone) }))
  const leave = employee.timeOff
    .filter(isNear)
    .map((period) => ({ kind: 'staff_time_off' as const, interval: absenceInterval(period, zone) }))
  const near = { start: intervalOfDay(first, zone).start, end: intervalOfDay(last, zone).end }
  const elsewhere = (employee.busyTimes ?? [])
    .filter((interval) => overlaps(interval, near))
    .map((interval) => ({ kind: 'staff_time_off' as const, interval }))
  return [...closures, ...leave, ...elsewhere]
    .filter(({ interval }) => interval.start < interval.end)
    .sort((a, b) => a.interval.start - b.interval.start)
}

function absenceInterval(period: TimeOff, zone: TimeZoneId): Interval {
  const first = dayNumber(period.startDate)
  const last = dayNumber(period.endDate)
  return {
    start: firstMoment(first, period.startTime ? minuteOfDay(period.startTime) : 0, zone),
    end: period.endTime
      ? firstMoment(last, minuteOfDay(period.endTime), zone)
      : intervalOfDay(last, zone).end,
  }
}
