import type { Calendar, Service } from '../schedule/types.ts'
import { dayNumber } from '../time/calendarDate.ts'
import type { CalendarDate, Instant, Interval } from '../time/types.ts'
import { momentsOnGrid, wallReading } from '../time/wallClock.ts'
import { firstAfter, groupByEmployee } from './claimIndex.ts'
import { decideStart, prepareBench, stepOf } from './decideStart.ts'
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
  const { calendar, now, occupancy } = facts
  const service = calendar.services.get(query.serviceId)
  if (!service) return []
  const [firstDay, lastDay] = daysWorthTrying(facts, query)
  const grid = gridOf(calendar, service, firstDay, lastDay)
  if (grid.length === 0) return []
  const appointments = groupByEmployee(occupancy.appointments)
  const locks = groupByEmployee(occupancy.locks)
  const slots: Slot[] = []
  for (const employeeId of new Set(query.employeeIds)) {
    const employee = calendar.employees.get(employeeId)
    if (!employee?.serviceIds.includes(service.id)) continue
    const bench = prepareBench({
      rules: calendar.rules,
      now,
      asker: query,
      employee,
      service,
      occupancy: { appointments: appointments.get(employeeId) ?? [], locks: locks.get(employeeId) ?? [] },
      firstDay,
      lastDay,
    })
    for (const start of momentsWithin(grid, bench.hours.working)) {
      const decision = decideStart(bench, start)
      if (decision.ok) slots.push(decision.slot)
    }
  }
  return slots.sort((a, b) => a.slot.start - b.slot.start || a.employeeId - b.employeeId)
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

function momentsWithin(ascending: readonly Instant[], intervals: readonly Interval[]): Instant[] {
  const within: Instant[] = []
  for (const { start, end } of intervals) {
    for (let at = firstAfter(ascending, (start - 1) as Instant); at < ascending.length; at++) {
      const moment = ascending[at]
      if (moment === undefined || moment >= end) break
      within.push(moment)
    }
  }
  return within
}
