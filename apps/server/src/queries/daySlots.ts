import { type CalendarDate, type DaySlot, describeDay, type Instant } from '@appointease/domain'
import type { Clock } from '../ports/clock.ts'
import type { ActiveSelection, EphemeralStore } from '../ports/ephemeral.ts'
import type { SlotLockRecord } from '../ports/locks.ts'
import type { Outcome } from '../ports/storage.ts'
import { type Committed, committed, datesWithReach, readFacts } from './facts.ts'
import { forWantedService } from './gridStep.ts'

export interface DayQuery {
  readonly date: CalendarDate
  readonly employeeId: number
  readonly serviceId: number | undefined
  /** Alias of the one who asks: their own lock rules nothing out for them. */
  readonly lockOwner: string | undefined
  readonly exceptAppointmentId?: number
}

/** One day of one employee: the grid with its decisions, and who does what to it, by alias. */
export interface DayView {
  readonly now: Instant
  readonly catalogVersion: string
  readonly stepMinutes: number
  readonly slots: readonly DaySlot[]
  /** Live locks of that date, by start. */
  readonly locks: readonly SlotLockRecord[]
  readonly selections: readonly ActiveSelection[]
}

export interface DayDependencies extends Committed {
  readonly ephemeral: EphemeralStore
  readonly clock: Clock
}

/** From committed state. An employee or service that does not exist is `not_found`; a closed day is an empty grid. */
export async function viewDay(
  deps: DayDependencies,
  query: DayQuery,
): Promise<Outcome<DayView, { readonly kind: 'not_found' }>> {
  const now = deps.clock.now()
  const catalog = forWantedService(await deps.storage.catalog.getCatalog(), query.serviceId)
  const { calendar } = catalog
  const service = calendar.services.get(catalog.serviceId)
  if (!service || !calendar.employees.has(query.employeeId))
    return { ok: false, refusal: { kind: 'not_found' } }
  const { date, employeeId } = query
  const within = datesWithReach(date, date, calendar.rules.timeZone)
  const [facts, selections] = await Promise.all([
    readFacts(committed(deps), catalog, [employeeId], within, now),
    deps.ephemeral.listSelections(employeeId, date, now),
  ])
  const slots = describeDay(facts, {
    date,
    employeeId,
    serviceId: catalog.serviceId,
    ...(query.lockOwner !== undefined && { lockOwner: query.lockOwner }),
    ...(query.exceptAppointmentId !== undefined && { exceptAppointmentId: query.exceptAppointmentId }),
  })
  const locks = facts.occupancy.locks.filter((lock) => lock.date === date)
  const stepMinutes = service.slotStepMinutes ?? calendar.rules.slotStepMinutes
  return { ok: true, value: { now, catalogVersion: catalog.version, stepMinutes, slots, locks, selections } }
}
