import {
  decideSlot,
  type Instant,
  instantsAt,
  occupiedInterval,
  type SlotRefusal,
  wallClockAt,
} from '@appointease/domain'
import type { Catalog } from '../ports/catalog.ts'
import type { SlotLockRecord } from '../ports/locks.ts'
import type { ClaimRefusal, LockClaim, LockPlace } from '../ports/slotLocks.ts'
import type { Outcome } from '../ports/storage.ts'
import { withAlternatives } from '../queries/alternatives.ts'
import { readFactsForStart } from '../queries/facts.ts'
import { forWantedService } from '../queries/gridStep.ts'
import { resolveStart, type WantedStart } from '../queries/slotStart.ts'
import type { CommandDependencies } from './dependencies.ts'
import type { Refusal } from './refusals.ts'

export interface LockWish {
  readonly wanted: WantedStart
  readonly employeeId: number
  /** Without one, a single grid step is held. */
  readonly serviceId: number | undefined
  readonly clientId: string
  /** Proves that the client's lock is its own: renews it where it is the wanted slot's. */
  readonly lockToken: string | undefined
  /** Fingerprint of the caller's address and how many live locks it may have. */
  readonly address: string
  readonly locksPerAddress: number
  /** An appointment of the caller's own, which is to be moved: it does not stand in the way. */
  readonly exceptAppointmentId?: number | undefined
}

export interface GrantedLock {
  readonly lock: SlotLockRecord
  readonly token: string
}

/**
 * Claims a slot with its buffers for ten minutes. Atomic: the check against appointments and others'
 * locks and the writing of this one are a single step, and so is moving a client's lock from another slot; where
 * the new slot cannot be had the old lock stays. Asking again for one's own slot renews with the token, and
 * without it (a reply was lost) hands out a new token for the time that is left; never beyond
 * half an hour for the same time of day.
 */
export async function lockSlot(
  deps: CommandDependencies,
  wish: LockWish,
): Promise<Outcome<GrantedLock, Refusal>> {
  const now = deps.clock.now()
  const catalog = forWantedService(await deps.storage.catalog.getCatalog(), wish.serviceId)
  const start = resolveStart(wish.wanted, catalog.settings.rules.timeZone)
  if (!start.ok) return start
  const owner = deps.seals.alias(wish.clientId)
  const question = {
    serviceId: catalog.serviceId,
    employeeId: wish.employeeId,
    start: start.value,
    lockOwner: owner,
    ...(wish.exceptAppointmentId !== undefined && { exceptAppointmentId: wish.exceptAppointmentId }),
  }
  const missed = { ...question, employeeIds: [wish.employeeId] }
  const ruledOut = refuseByRules(catalog, question, now)
  if (ruledOut) return { ok: false, refusal: await withAlternatives(deps, catalog, missed, ruledOut) }

  const token = deps.randomness.token(24)
  const claim: LockClaim = {
    place: placeOf(catalog, wish, start.value),
    owner,
    tokenFingerprint: deps.seals.fingerprint('lock', token),
    shownFingerprint:
      wish.lockToken === undefined ? undefined : deps.seals.fingerprint('lock', wish.lockToken),
    address: wish.address,
    locksPerAddress: wish.locksPerAddress,
    capacity: catalog.calendar.services.get(catalog.serviceId)?.capacity ?? 1,
    now,
  }
  const outcome = await deps.locks.claim<SlotRefusal | { kind: 'rules_changed' }>(claim, async (view) => {
    // What the owner has set may have changed while this waited for its turn.
    const current = forWantedService(await deps.storage.catalog.getCatalog(), wish.serviceId)
    if (current.version !== catalog.version) return { ok: false, refusal: { kind: 'rules_changed' } }
    const decision = decideSlot(await readFactsForStart(view, current, missed, now), question)
    return decision.ok ? { ok: true, value: undefined } : decision
  })
  if (outcome.ok) return { ok: true, value: { lock: outcome.value, token } }
  const { refusal } = outcome
  if (refusal.kind === 'rules_changed') return lockSlot(deps, wish)
  return { ok: false, refusal: await presentable(deps, catalog, missed, refusal) }
}

/**
 * What nobody could have, whoever else is there: no claim is made on it, so that nobody sees it held for a moment.
 * Notice is not asked here: whoever holds the slot already was in time, and who holds it only the claim can see.
 */
function refuseByRules(
  { calendar }: Catalog,
  question: { readonly serviceId: number; readonly employeeId: number; readonly start: Instant },
  now: Instant,
): SlotRefusal | undefined {
  const decision = decideSlot({ calendar, occupancy: { appointments: [], locks: [] }, now }, question)
  return decision.ok || decision.refusal.kind === 'outside_notice' ? undefined : decision.refusal
}

/** The claim's interval, and its name on the business's wall clock. */
function placeOf(
  catalog: Catalog & { readonly serviceId: number },
  wish: LockWish,
  start: Instant,
): LockPlace {
  const service = catalog.calendar.services.get(catalog.serviceId)
  if (!service) throw new Error('A slot that the rules allow is of a service that the catalog does not have')
  const zone = catalog.settings.rules.timeZone
  const wall = wallClockAt(start, zone)
  const [first] = instantsAt(wall.date, wall.time, zone)
  return {
    employeeId: wish.employeeId,
    serviceId: wish.serviceId,
    ...occupiedInterval(service, start),
    date: wall.date,
    time: wall.time,
    occurrence: first === start ? 1 : 2,
  }
}

type MissedSlot = Parameters<typeof withAlternatives>[2]

function presentable(
  deps: CommandDependencies,
  catalog: Catalog,
  missed: MissedSlot,
  refusal: ClaimRefusal | SlotRefusal,
): Promise<Refusal> | Refusal {
  if (refusal.kind === 'lock_not_owned') return refusal
  if (refusal.kind === 'too_many_locks') return { kind: 'rate_limited', retryAfterSeconds: 60 }
  return withAlternatives(deps, catalog, missed, refusal)
}
