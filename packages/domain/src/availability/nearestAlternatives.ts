import { dateOfDay } from '../time/calendarDate.ts'
import type { Instant } from '../time/types.ts'
import { wallReading } from '../time/wallClock.ts'
import { listSlots } from './listSlots.ts'
import type { Asker, AvailabilityFacts, Slot } from './types.ts'

export interface AlternativesQuery extends Asker {
  readonly serviceId: number
  readonly employeeIds: readonly number[]
  readonly around: Instant
  readonly limit: number
  /** Dates looked at before and after that of `around`; 7 if left out. */
  readonly searchDays?: number
}

/** The slots whose starts lie nearest to `around`, itself included if it is free: the earlier first of two as near, then by employee id. */
export function nearestAlternatives(facts: AvailabilityFacts, query: AlternativesQuery): Slot[] {
  const { around, limit, searchDays = 7 } = query
  const { day } = wallReading(around, facts.calendar.rules.timeZone)
  const slots = listSlots(facts, {
    ...query,
    from: dateOfDay(day - searchDays),
    to: dateOfDay(day + searchDays),
  })
  const distance = ({ slot }: Slot) => Math.abs(slot.start - around)
  return slots.sort((a, b) => distance(a) - distance(b)).slice(0, Math.max(0, limit))
}
