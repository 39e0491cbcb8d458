import type { SlotLockRecord, TimeInQuestion } from '../../ports/locks.ts'
import type { OccupancySource } from '../../ports/occupancy.ts'
import type { GrantedLock, QuickStore } from '../../ports/quickStore.ts'
import type {
  ChangeLocks,
  ClaimRefusal,
  DecideClaim,
  ExtensionWish,
  LockClaim,
  LockedWork,
  LockNotOwned,
  ReleaseWish,
  SecuredClaim,
} from '../../ports/slotLocks.ts'
import { type Outcome, OutcomeUnknown, type Storage, StorageUnavailable } from '../../ports/storage.ts'
import { ELSEWHERE, type Elsewhere, type Ground } from './ground.ts'
import type { Keeper } from './keeper.ts'
import type { ShadowQueue } from './shadowQueue.ts'

type Answer<Value, Refusal> = Promise<Outcome<Value, Refusal | Elsewhere>>

/** How long a change may go on with its time guarded; no transaction is given that long. */
const GUARD_MILLISECONDS = 30_000

export interface QuickLockDependencies {
  readonly quick: QuickStore
  readonly ground: Ground
  readonly storage: Storage
  readonly keeper: Pick<Keeper, 'stillHolds' | 'epoch'>
  readonly shadows: Pick<ShadowQueue, 'put' | 'ended'>
  /**
   * Ends locks that have been used up, wherever they live by now; `fault` where Redis was asked for it and failed. Never
   * rejects: what cannot be ended ends by its time.
   */
  readonly endElsewhere: (usedUp: readonly SlotLockRecord[], fault: unknown) => Promise<void>
}

/**
 * Claims first in Redis, which keeps other claims and bookings out, and looks at the database afterwards: an appointment
 * that it does not see then cannot come to be any more. Throws QuickStoreLost; nobody has then been told of a lock.
 */
export async function claimQuickly<Refusal>(
  deps: QuickLockDependencies,
  claim: LockClaim,
  decide: DecideClaim<Refusal>,
): Answer<SlotLockRecord, Refusal | ClaimRefusal> {
  const { ground, keeper, shadows } = deps
  const { locks } = deps.quick
  const { id, number } = ground.epoch
  const claimed = await locks.claim(id, claim)
  if (!claimed.ok) return claimed
  const granted = claimed.value
  const decision = await decide(viewBeside(granted, deps.storage)).catch(async (fault: unknown) => {
    await locks.abandon(id, granted).catch(() => {})
    throw fault
  })
  if (!decision.ok) {
    await locks.abandon(id, granted)
    return decision
  }
  if (granted.previous) await locks.settle(id, granted)
  const holds = keeper.stillHolds(ground)
  // Whoever asks again in the same epoch finds the new lock alone.
  if (granted.previous && (holds || keeper.epoch().number === number)) shadows.ended(number, granted.previous)
  if (!holds) return ELSEWHERE
  shadows.put(number, granted)
  return { ok: true, value: granted.lock }
}

/** The others' locks as the claim found them, with what the client itself held before; appointments as committed since. */
function viewBeside({ others, previous, renewed }: GrantedLock, storage: Storage): OccupancySource {
  const own = renewed ?? previous?.lock
  const seen = own ? [...others, own] : others
  return { appointments: storage.appointments, locks: { listLocks: async () => seen } }
}

export async function releaseQuickly(
  { quick, ground, keeper, shadows }: QuickLockDependencies,
  wish: ReleaseWish,
): Answer<undefined, LockNotOwned> {
  const { id, number } = ground.epoch
  const released = await quick.locks.release(id, wish)
  // Where others have gone on without this process, the lock that counts is still there.
  if (!keeper.stillHolds(ground)) return ELSEWHERE
  if (!released.ok) return released
  if (released.value) shadows.ended(number, released.value)
  return { ok: true, value: undefined }
}

export async function extendQuickly(
  { quick, ground, keeper, shadows }: QuickLockDependencies,
  wish: ExtensionWish,
): Answer<undefined, never> {
  const { id, number } = ground.epoch
  const extended = await quick.locks.extendForCode(id, wish)
  if (!keeper.stillHolds(ground)) return ELSEWHERE
  if (extended) shadows.put(number, extended)
  return { ok: true, value: undefined }
}

interface Guarded {
  readonly guard: string
  readonly claim: SecuredClaim
}

/** A change in the database whose time is guarded in Redis from before its commit until after it. */
export async function changeQuickly<Value, Refusal>(
  deps: QuickLockDependencies,
  employeeIds: readonly number[],
  work: LockedWork<Value, Refusal>,
  about?: TimeInQuestion,
): Answer<Value, Refusal> {
  const { quick, ground, storage, keeper, shadows } = deps
  const { id, number } = ground.epoch
  let guarded: Guarded[] = []
  let usedUp: SlotLockRecord[] = []
  let kept = false
  let isOver = false
  const locks: ChangeLocks = {
    listLocks: quick.locks.listLocks,
    async secure(claim, owner, now) {
      const guardMilliseconds = GUARD_MILLISECONDS
      const guard = await quick.locks.guard(id, { claim, owner, now, guardMilliseconds })
      if (!guard.ok) return guard
      guarded.push({ guard: guard.value, claim })
      if (isOver) {
        await endGuards()
        throw new StorageUnavailable('The change was given up while its time was being guarded.')
      }
      return { ok: true, value: undefined }
    },
    async useUp(lock) {
      usedUp.push(lock)
    },
  }
  async function endGuards(used: readonly SlotLockRecord[] = []): Promise<void> {
    const ending = guarded
    guarded = []
    for (const { guard, claim } of ending) {
      const ended = await quick.locks.endGuard(id, { guard, claim, usedUp: used })
      for (const lock of ended) shadows.ended(number, lock)
    }
  }
  /** The change is kept or not; what was guarded for it or used up by it must not be in anybody's way. */
  async function conclude(): Promise<void> {
    isOver = true
    const used = kept ? usedUp : []
    let fault: unknown
    await endGuards(used).catch((reason: unknown) => {
      fault = reason
    })
    const isDone = fault === undefined && (used.length === 0 || keeper.stillHolds(ground))
    if (!isDone) await deps.endElsewhere(used, fault)
  }
  try {
    const outcome = await storage.change<Value, Refusal | Elsewhere>(
      employeeIds,
      async (tx) => {
        // An attempt that the database rolled back has used up nothing, and its guards are in this one's way.
        usedUp = []
        await endGuards()
        const epoch = await tx.epoch(false)
        return epoch.number === number ? work(tx, locks) : ELSEWHERE
      },
      about && { employeeId: about.employeeId, occupied: about.occupied },
    )
    kept = outcome.ok
    return outcome
  } catch (fault) {
    if (fault instanceof OutcomeUnknown && !(await hasEnded(storage, employeeIds))) guarded = []
    throw fault
  } finally {
    await conclude()
  }
}

/**
 * Waits for a commit that was lost on its way: a claim that came before it had ended would not see what it makes. False
 * where that cannot be waited for; what is guarded then stays so for its time.
 */
async function hasEnded(storage: Storage, employeeIds: readonly number[]): Promise<boolean> {
  return storage
    .change<never, undefined>(employeeIds, async () => ({ ok: false, refusal: undefined }))
    .then(
      () => true,
      () => false,
    )
}
