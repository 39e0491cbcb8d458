import type { Calendar, Service } from '../schedule/types.ts'
import { dayNumber } from '../time/calendarDate.ts'
import { plus } from '../time/instant.ts'
import type { CalendarDate, Instant } from '../time/types.ts'
import { momentsOnGrid, wallReading } from '../time/wallClock.ts'
import { firstAfter, groupByEmployee } from './claimIndex.ts'
import { decideStart, type EmployeeDays, prepareEmployeeDays, stepOf } from './decideStart.ts'
import type { Asker, AvailabilityFacts, Slot } from './types.ts'

export interface SlotsQuery extends Asker {
  readonly serviceId: number
  readonly employeeIds: readonly number[]
  /** Both dates included, in the business's zone. */
  readonly from: CalendarDate
  readonly to: CalendarDate
}

/**
 * Every slot that this asker can book now, by start and then by employee id: exactly those to which
 * {@link decideSlot} says yes. The facts must hold every claim that touches the dates.
 */
export function listSlots(facts: AvailabilityFacts, query: SlotsQuery): Slot[] {
  const { calendar, occupancy } = facts
  const service = calendar.services.get(query.serviceId)
  if (!service) return []
  const [firstDay, lastDay] = daysWorthTrying(facts, query)
  const grid = gridOf(calendar, service, firstDay, lastDay)
  const appointments = groupByEmployee(occupancy.appointments)
  const locks = groupByEmployee(occupancy.locks)
  const slotsAtPlace: Slot[][] = grid.map(() => [])
  for (const employeeId of [...new Set(query.employeeIds)].sort((a, b) => a - b)) {
    const employee = calendar.employees.get(employeeId)
    if (!employee?.serviceIds.includes(service.id)) continue
    const days = prepareEmployeeDays({
      rules: calendar.rules,
      now: facts.now,
      asker: query,
      employee,
      service,
      occupancy: { appointments: appointments.get(employeeId) ?? [], locks: locks.get(employeeId) ?? [] },
      firstDay,
      lastDay,
    })
    collectSlots(days, grid, slotsAtPlace)
  }
  return slotsAtPlace.flat()
}

/** Starts outside the working hours are left out here: the engine would refuse each of them for that. */
function collectSlots(days: EmployeeDays, grid: readonly Instant[], slotsAtPlace: readonly Slot[][]): void {
  for (const { start, end } of days.hours.working) {
    const past = firstAfter(grid, plus(end, -1))
    for (let place = firstAfter(grid, plus(start, -1)); place < past; place++) {
      const decision = decideStart(days, grid[place] as Instant)
      if (decision.ok) slotsAtPlace[place]?.push(decision.slot)
    }
  }
}

/** Leaves out days that the engine would refuse start by start; a day before today, as clocks set back over midnight return to it. */
function daysWorthTrying({ calendar, now }: AvailabilityFacts, query: SlotsQuery): [number, number] {
  const { rules } = calendar
  const today = wallReading(now, rules.timeZone).day
  const first = Math.max(dayNumber(query.from), today - 1)
  const last = dayNumber(query.to)
  return [first, query.exemptFromPolicies ? last : Math.min(last, today + rules.bookingWindowDays)]
}

function gridOf({ rules }: Calendar, service: Service, firstDay: number, lastDay: number): Instant[] {
  const grid: Instant[] = []
  for (let day = firstDay; day <= lastDay; day++) {
    for (const moment of momentsOnGrid(day, stepOf(rules, service), rules.timeZone)) grid.push(moment)
  }
  return grid.sort((a, b) => a - b)
}
