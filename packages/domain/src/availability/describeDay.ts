import type { Service } from '../schedule/types.ts'
import { dayNumber } from '../time/calendarDate.ts'
import { contains } from '../time/intervals.ts'
import type { CalendarDate, Instant, WallTime } from '../time/types.ts'
import { momentsOnGrid, wallClockAt } from '../time/wallClock.ts'
import { occupancyOf } from './decideSlot.ts'
import { type ClaimRefusal, claimRefusal, decideStart, prepareEmployeeDays, stepOf } from './decideStart.ts'
import type { Asker, AvailabilityFacts, SlotDecision } from './types.ts'

export interface DayQuery extends Asker {
  readonly employeeId: number
  /** Left out: one grid step of the employee's time, whatever it may be for. */
  readonly serviceId?: number
  readonly date: CalendarDate
}

/** One start on a day's grid. */
export interface DaySlot {
  readonly start: Instant
  /** On the business's wall; a repeated hour has it twice. */
  readonly time: WallTime
  readonly decision: SlotDecision
  /** Whose claim rules it out, also where `decision` gives a reason that comes first, as notice does. */
  readonly claim: ClaimRefusal | undefined
}

/** The service id of an imaginary service; no real one has it. */
export const ANY_SERVICE_ID = 0

/**
 * Every start on the date's grid within the employee's hours, ascending, each with its decision. Time off and
 * blackout dates do not shorten the list: they refuse. Nothing for an unknown employee or a date without hours.
 */
export function describeDay(facts: AvailabilityFacts, query: DayQuery): DaySlot[] {
  const { calendar, now } = facts
  const { rules } = calendar
  const employee = calendar.employees.get(query.employeeId)
  if (!employee) return []
  const asked =
    query.serviceId === undefined ? oneStep(rules.slotStepMinutes) : calendar.services.get(query.serviceId)
  const isOffered =
    asked !== undefined && (query.serviceId === undefined || employee.serviceIds.includes(asked.id))
  const day = dayNumber(query.date)
  const days = prepareEmployeeDays({
    rules,
    now,
    asker: query,
    employee,
    service: isOffered ? asked : undefined,
    occupancy: occupancyOf(facts.occupancy, employee.id),
    firstDay: day,
    lastDay: day,
  })
  const isWithinHours = (start: Instant) => days.hours.rostered.some((interval) => contains(interval, start))
  return momentsOnGrid(day, stepOf(rules, asked), rules.timeZone)
    .filter(isWithinHours)
    .map((start) => ({
      start,
      time: wallClockAt(start, rules.timeZone).time,
      decision: decideStart(days, start),
      claim: claimRefusal(days, asked ?? oneStep(rules.slotStepMinutes), start),
    }))
}

function oneStep(slotStepMinutes: number): Service {
  return {
    id: ANY_SERVICE_ID,
    durationMinutes: slotStepMinutes,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    capacity: 1,
    requiresApproval: false,
  }
}
