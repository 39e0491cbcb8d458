import {
  type Calendar,
  type CalendarDate,
  type Instant,
  minuteOfDay,
  SELECTION_SECONDS,
  type WallTime,
} from '@appointease/domain'
import type { Outcome } from '../ports/storage.ts'
import { bookingWindowAt } from '../queries/bookingWindow.ts'
import type { CommandDependencies } from './dependencies.ts'
import type { Refusal } from './refusals.ts'

export interface Pointing {
  readonly employeeId: number
  readonly date: CalendarDate
  /** Undefined: no longer pointing at anything. */
  readonly time: WallTime | undefined
  readonly clientId: string
}

/** Shows others for ten seconds that somebody looks at a slot. Rules nobody out, and a client points at one slot. */
export async function pointAtSlot(
  deps: CommandDependencies,
  pointing: Pointing,
): Promise<Outcome<undefined, Refusal>> {
  const { employeeId, date, time } = pointing
  const owner = deps.seals.alias(pointing.clientId)
  const catalog = await deps.storage.catalog.getCatalog()
  if (!catalog.calendar.employees.has(employeeId)) return { ok: false, refusal: { kind: 'not_found' } }
  if (time === undefined) {
    await deps.ephemeral.clearSelection(owner)
    return { ok: true, value: undefined }
  }
  const now = deps.clock.now()
  const refusal = refuseSlot(catalog.calendar, pointing.date, time, now)
  if (refusal) return { ok: false, refusal }
  const expiresAt = (now + SELECTION_SECONDS * 1000) as Instant
  await deps.ephemeral.putSelection({ employeeId, date, time, owner, since: now, expiresAt })
  return { ok: true, value: undefined }
}

/** What nobody could book is not pointed at, so that what is kept here has a bound. */
function refuseSlot(
  calendar: Calendar,
  date: CalendarDate,
  time: WallTime,
  now: Instant,
): Refusal | undefined {
  const { rules, services } = calendar
  const { today, lastDate } = bookingWindowAt(rules, now)
  if (date < today) return { kind: 'past_date' }
  if (date > lastDate) return { kind: 'outside_window', lastDate }
  const steps = [rules, ...services.values()].map((one) => one.slotStepMinutes ?? rules.slotStepMinutes)
  if (steps.some((step) => minuteOfDay(time) % step === 0)) return undefined
  return { kind: 'not_on_grid', slotStepMinutes: rules.slotStepMinutes }
}
