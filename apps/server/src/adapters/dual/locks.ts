import { QuickStoreLost } from '../../ports/quickStore.ts'
import type { SlotLocks } from '../../ports/slotLocks.ts'
import { type Outcome, OutcomeUnknown, type Storage, StorageUnavailable } from '../../ports/storage.ts'
import { createDatabaseLocks } from './databaseLocks.ts'
import { type Elsewhere, type Ground, unlessElsewhere } from './ground.ts'
import type { Keeper } from './keeper.ts'
import {
  changeQuickly,
  claimQuickly,
  extendQuickly,
  type QuickLockDependencies,
  releaseQuickly,
} from './quickLocks.ts'
import type { ShadowQueue } from './shadowQueue.ts'

/** More switches in a row than ever happen: each attempt after the first waits for one. */
const MOST_ATTEMPTS = 4

type Done<Value, Refusal> = Promise<Outcome<Value, Refusal | Elsewhere>>

/** Slot locks in Redis while it can be relied on and in the database while not; whoever asks cannot tell. */
export function createDualLocks(
  storage: Storage,
  keeper: Keeper,
  shadows: Pick<ShadowQueue, 'put' | 'ended'>,
): SlotLocks {
  const inDatabase = createDatabaseLocks(storage)

  const release: SlotLocks['release'] = (wish) =>
    wherever(
      (deps) => releaseQuickly(deps, wish),
      () => inDatabase.release(wish),
    )

  const endElsewhereThan =
    (ground: Ground): QuickLockDependencies['endElsewhere'] =>
    async (usedUp, fault) => {
      if (fault !== undefined) await keeper.lost(ground, fault).catch(() => {})
      for (const { employeeId, date, slot, owner, tokenFingerprint, lockedAt } of usedUp) {
        const lock = { employeeId, date, start: slot.start, owner, shownFingerprint: tokenFingerprint }
        await release({ ...lock, now: lockedAt }).catch(() => {})
      }
    }

  async function wherever<Value, Refusal>(
    quickly: (deps: QuickLockDependencies) => Done<Value, Refusal>,
    durably: () => Done<Value, Refusal>,
  ): Promise<Outcome<Value, Refusal>> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const ground = await keeper.ground()
      const outcome = await onGround(ground, quickly, durably)
      if (outcome) return outcome
    }
    throw new StorageUnavailable('Where locks live changed again and again.')
  }

  /** Undefined: it is to be done again, on whatever ground there is then. */
  async function onGround<Value, Refusal>(
    ground: Ground,
    quickly: (deps: QuickLockDependencies) => Done<Value, Refusal>,
    durably: () => Done<Value, Refusal>,
  ): Promise<Outcome<Value, Refusal> | undefined> {
    const quick = keeper.quick()
    try {
      const outcome =
        ground.kind === 'redis' && quick
          ? await quickly({ quick, ground, storage, keeper, shadows, endElsewhere: endElsewhereThan(ground) })
          : await durably()
      const here = unlessElsewhere(outcome)
      if (here) return here
      await keeper.refresh()
    } catch (fault) {
      if (!(fault instanceof QuickStoreLost)) throw fault
      await keeper.lost(ground, fault)
    }
    return undefined
  }

  return {
    async listLocks(employeeIds, dates, now) {
      const listed = await wherever<Awaited<ReturnType<SlotLocks['listLocks']>>, never>(
        async ({ quick }) => ({ ok: true, value: await quick.locks.listLocks(employeeIds, dates, now) }),
        async () => ({ ok: true, value: await inDatabase.listLocks(employeeIds, dates, now) }),
      )
      return listed.ok ? listed.value : []
    },
    claim(claim, decide) {
      let unknown: OutcomeUnknown | undefined
      const durably = () => inDatabase.claim(claim, decide)
      return wherever(
        (deps) => claimQuickly(deps, claim, decide),
        () =>
          durably().catch((fault: unknown) => {
            if (!(fault instanceof OutcomeUnknown)) throw fault
            unknown = fault
            // It is the same claim: where it was granted, this finds it.
            return durably()
          }),
      ).catch((fault: unknown) => {
        throw unknown ?? fault
      })
    },
    release,
    async extendForCode(wish) {
      await wherever<undefined, never>(
        (deps) => extendQuickly(deps, wish),
        () => inDatabase.extendForCode(wish),
      )
    },
    change: (employeeIds, work, about) =>
      wherever(
        (deps) => changeQuickly(deps, employeeIds, work, about),
        () => inDatabase.change(employeeIds, work, about),
      ),
  }
}
