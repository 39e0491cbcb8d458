import {
  addDays,
  type CalendarDate,
  type Instant,
  listSlots,
  type TimeZoneId,
  type WallTime,
  wallClockAt,
} from '@appointease/domain'
import type { Catalog } from '../ports/catalog.ts'
import type { Clock } from '../ports/clock.ts'
import { type Committed, committed, datesWithReach, readFacts } from './facts.ts'

export interface FreeSlotsQuery {
  readonly serviceId: number
  /** Those who are asked for; whoever does not offer the service has no slots. */
  readonly employeeIds: readonly number[]
  /** Dates on the clock of `zone`, both included. */
  readonly from: CalendarDate
  readonly to: CalendarDate
  readonly zone: TimeZoneId
  /** Alias of the one who asks: their own lock rules nothing out for them. */
  readonly lockOwner?: string | undefined
}

/** A start that can be booked, with everybody who has it. */
interface FreeSlot {
  readonly time: WallTime
  readonly start: Instant
  readonly end: Instant
  readonly employeeIds: readonly number[]
  /** Persons who still fit, over all of them. */
  readonly remaining: number
}

export interface FreeDay {
  readonly date: CalendarDate
  readonly slots: readonly FreeSlot[]
}

/** Days with at least one free slot, ascending. Two reads, however many days and employees. */
export async function listFreeDays(
  deps: Committed & { readonly clock: Clock },
  catalog: Catalog,
  query: FreeSlotsQuery,
): Promise<readonly FreeDay[]> {
  const businessZone = catalog.settings.rules.timeZone
  const foreign = query.zone !== businessZone
  const from = foreign ? addDays(query.from, -1) : query.from
  const to = foreign ? addDays(query.to, 1) : query.to
  const within = datesWithReach(from, to, businessZone)
  const facts = await readFacts(committed(deps), catalog, query.employeeIds, within, deps.clock.now())
  const { serviceId, employeeIds, lockOwner } = query
  const asked = { serviceId, employeeIds, from, to, ...(lockOwner !== undefined && { lockOwner }) }
  const days = new Map<CalendarDate, FreeSlot[]>()
  let last: GrowingSlot | undefined
  for (const { slot, employeeId, remaining } of listSlots(facts, asked)) {
    // Slots come in order of their starts, so those of one start are neighbours.
    if (last?.start === slot.start) {
      last.employeeIds.push(employeeId)
      last.remaining += remaining
      continue
    }
    const wall = wallClockAt(slot.start, query.zone)
    last = { time: wall.time, start: slot.start, end: slot.end, employeeIds: [employeeId], remaining }
    if (wall.date < query.from || wall.date > query.to) continue
    const day = days.get(wall.date)
    if (day) day.push(last)
    else days.set(wall.date, [last])
  }
  return [...days].map(([date, slots]) => ({ date, slots }))
}

interface GrowingSlot extends FreeSlot {
  employeeIds: number[]
  remaining: number
}
