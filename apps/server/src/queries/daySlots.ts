import { type CalendarDate, type DaySlot, describeDay, type Instant } from '@appointease/domain'
import type { Catalog } from '../ports/catalog.ts'
import type { Clock } from '../ports/clock.ts'
import type { ActiveSelection, EphemeralStore } from '../ports/ephemeral.ts'
import type { SlotLockRecord } from '../ports/locks.ts'
import type { Outcome } from '../ports/storage.ts'
import { type Committed, committed, datesWithReach, type ReadFacts, readFacts } from './facts.ts'
import { forWantedService } from './gridStep.ts'

/** One day of one employee. */
export interface EmployeeDate {
  readonly date: CalendarDate
  readonly employeeId: number
}

/** Who looks at a day, and for what. */
export interface DayLook {
  readonly serviceId: number | undefined
  /** Alias of the one who asks: their own lock rules nothing out for them. */
  readonly lockOwner: string | undefined
  readonly exceptAppointmentId?: number
}

export interface DayQuery extends EmployeeDate, DayLook {}

/** All that a day's views are made of, as committed when it was read. */
export interface ReadDay extends EmployeeDate {
  readonly catalog: Catalog
  readonly facts: ReadFacts
  readonly selections: readonly ActiveSelection[]
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

interface NotFound {
  readonly ok: false
  readonly refusal: { readonly kind: 'not_found' }
}
const NOT_FOUND: NotFound = { ok: false, refusal: { kind: 'not_found' } }

/** Three reads, whoever will look at the day. `not_found`: there is no such employee. */
export async function readDay(
  deps: DayDependencies,
  { date, employeeId }: EmployeeDate,
): Promise<Outcome<ReadDay, NotFound['refusal']>> {
  const now = deps.clock.now()
  const catalog = await deps.storage.catalog.getCatalog()
  if (!catalog.calendar.employees.has(employeeId)) return NOT_FOUND
  const within = datesWithReach(date, date, catalog.calendar.rules.timeZone)
  const [facts, selections] = await Promise.all([
    readFacts(committed(deps), catalog, [employeeId], within, now),
    deps.ephemeral.listSelections(employeeId, date, now),
  ])
  return { ok: true, value: { date, employeeId, catalog, facts, selections } }
}

/** `not_found`: there is no such service. A closed day is an empty grid. */
export function viewOfDay(day: ReadDay, look: DayLook): Outcome<DayView, NotFound['refusal']> {
  const { date, employeeId, facts, selections } = day
  const { calendar, serviceId, version } = forWantedService(day.catalog, look.serviceId)
  const service = calendar.services.get(serviceId)
  if (!service) return NOT_FOUND
  const slots = describeDay(
    { ...facts, calendar },
    {
      date,
      employeeId,
      serviceId,
      ...(look.lockOwner !== undefined && { lockOwner: look.lockOwner }),
      ...(look.exceptAppointmentId !== undefined && { exceptAppointmentId: look.exceptAppointmentId }),
    },
  )
  const locks = facts.occupancy.locks.filter((lock) => lock.date === date)
  const stepMinutes = service.slotStepMinutes ?? calendar.rules.slotStepMinutes
  return {
    ok: true,
    value: { now: facts.now, catalogVersion: version, stepMinutes, slots, locks, selections },
  }
}

/** From committed state. An employee or service that does not exist is `not_found`; a closed day is an empty grid. */
export async function viewDay(
  deps: DayDependencies,
  query: DayQuery,
): Promise<Outcome<DayView, NotFound['refusal']>> {
  const day = await readDay(deps, query)
  return day.ok ? viewOfDay(day.value, query) : day
}
