import {
  decideSlot,
  type Instant,
  instantsAt,
  overlaps,
  renewedExpiry,
  type Slot,
  type SlotRefusal,
  wallClockAt,
} from '@appointease/domain'
import type { Catalog } from '../ports/catalog.ts'
import type { SlotLockRecord } from '../ports/locks.ts'
import type { Outcome, StorageTransaction } from '../ports/storage.ts'
import { withAlternatives } from '../queries/alternatives.ts'
import { inTransaction, readFactsForStart } from '../queries/facts.ts'
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
}

export interface GrantedLock {
  readonly lock: SlotLockRecord
  readonly token: string
}

type LockRefusal =
  | SlotRefusal
  | { kind: 'lock_not_owned' }
  | { kind: 'rate_limited'; retryAfterSeconds: number }

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
  }
  const missed = { ...question, employeeIds: [wish.employeeId] }

  const outcome = await deps.storage.change<GrantedLock, LockRefusal>([wish.employeeId], async (tx) => {
    const held = await tx.locks.findLockOfOwner(owner, now)
    const refusal = await refuseClaim(deps, tx, wish, held, now)
    if (refusal) return { ok: false, refusal }
    // What the owner has set may have changed while this waited for its turn.
    const current = forWantedService(await deps.storage.catalog.getCatalog(), wish.serviceId)
    const facts = await readFactsForStart(inTransaction(tx), current, missed, now)
    const decision = decideSlot(facts, question)
    if (!decision.ok) return decision
    const token = deps.randomness.token(24)
    const lock = {
      ...claimOf(decision.slot, current, now),
      ...timesOf(decision.slot, held, wish.lockToken !== undefined, now),
      serviceId: wish.serviceId,
      owner,
      tokenFingerprint: deps.seals.fingerprint('lock', token),
      address: wish.address,
    }
    await tx.locks.putLock(lock)
    return { ok: true, value: { lock, token } }
  })
  if (outcome.ok) return outcome
  const { refusal } = outcome
  if (refusal.kind === 'lock_not_owned' || refusal.kind === 'rate_limited') return { ok: false, refusal }
  return { ok: false, refusal: await withAlternatives(deps.storage, deps.clock, catalog, missed, refusal) }
}

/** What forbids the claim before anybody has looked at the calendar. */
async function refuseClaim(
  deps: CommandDependencies,
  tx: StorageTransaction,
  wish: LockWish,
  held: SlotLockRecord | undefined,
  now: Instant,
): Promise<LockRefusal | undefined> {
  if (held) {
    const foreign =
      wish.lockToken !== undefined && !deps.seals.matches('lock', wish.lockToken, held.tokenFingerprint)
    return foreign ? { kind: 'lock_not_owned' } : undefined
  }
  const locks = await tx.locks.countLocksOfAddress(wish.address, now)
  return locks >= wish.locksPerAddress ? { kind: 'rate_limited', retryAfterSeconds: 60 } : undefined
}

/** The lock's place: its interval, and its name on the business's wall clock. */
function claimOf(slot: Slot, catalog: Catalog, now: Instant) {
  const zone = catalog.settings.rules.timeZone
  const wall = wallClockAt(slot.slot.start, zone)
  const [first] = instantsAt(wall.date, wall.time, zone)
  return {
    employeeId: slot.employeeId,
    slot: slot.slot,
    occupied: slot.occupied,
    date: wall.date,
    time: wall.time,
    occurrence: first === slot.slot.start ? (1 as const) : (2 as const),
    lockedAt: now,
  }
}

/** Since when and until when: a claim on time that the client held already goes on counting from there. */
function timesOf(slot: Slot, held: SlotLockRecord | undefined, proved: boolean, now: Instant) {
  const fresh = { lockedAt: now, expiresAt: renewedExpiry(now, now), extendedForCode: false }
  if (!held || held.employeeId !== slot.employeeId || !overlaps(held.occupied, slot.occupied)) return fresh
  const same = held.slot.start === slot.slot.start
  return {
    lockedAt: held.lockedAt,
    expiresAt: same && !proved ? held.expiresAt : renewedExpiry(held.lockedAt, now),
    extendedForCode: held.extendedForCode,
  }
}
