import type { Instant } from '@appointease/domain'
import { addDays, nearestAlternatives, type SlotRefusal, wallClockAt } from '@appointease/domain'
import type { Alternative, Refusal } from '../commands/refusals.ts'
import type { Catalog } from '../ports/catalog.ts'
import type { Clock } from '../ports/clock.ts'
import { type Committed, committed, datesWithReach, readFacts } from './facts.ts'

const SEARCH_DAYS = 7
const AT_MOST = 5

interface MissedSlot {
  readonly serviceId: number
  readonly employeeIds: readonly number[]
  readonly start: Instant
  readonly lockOwner?: string
  readonly exceptAppointmentId?: number
}

/** The free starts nearest to the one that was missed, from committed state: an offer, not a promise. */
async function findAlternatives(
  deps: Committed & { readonly clock: Clock },
  catalog: Catalog,
  missed: MissedSlot,
): Promise<readonly Alternative[]> {
  const zone = catalog.settings.rules.timeZone
  const around = wallClockAt(missed.start, zone).date
  const within = datesWithReach(addDays(around, -SEARCH_DAYS), addDays(around, SEARCH_DAYS), zone)
  const facts = await readFacts(committed(deps), catalog, missed.employeeIds, within, deps.clock.now())
  const { start, ...asker } = missed
  const slots = nearestAlternatives(facts, {
    ...asker,
    around: start,
    limit: AT_MOST,
    searchDays: SEARCH_DAYS,
  })
  return slots.map((slot) => {
    const wall = wallClockAt(slot.slot.start, zone)
    return { date: wall.date, time: wall.time, employeeId: slot.employeeId, start: slot.slot.start }
  })
}

/** A slot's refusal as a caller sees it: where somebody else was quicker, with what is free nearby. */
export async function withAlternatives(
  deps: Committed & { readonly clock: Clock },
  catalog: Catalog,
  missed: MissedSlot,
  refusal: SlotRefusal,
): Promise<Refusal> {
  if (refusal.kind !== 'slot_taken' && refusal.kind !== 'slot_locked') return refusal
  return { ...refusal, alternatives: await findAlternatives(deps, catalog, missed) }
}
