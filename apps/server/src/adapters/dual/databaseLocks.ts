import { expiryForCode, nextTurn, timesOfClaim } from '@appointease/domain'
import type {
  InQuestion,
  SlotLockReader,
  SlotLockRecord,
  SlotLockStore,
  TimeInQuestion,
} from '../../ports/locks.ts'
import type {
  ChangeLocks,
  ClaimRefusal,
  DecideClaim,
  ExtensionWish,
  LockClaim,
  LockedWork,
  LockNotOwned,
  ReleaseWish,
} from '../../ports/slotLocks.ts'
import type { Outcome, Storage, StorageTransaction } from '../../ports/storage.ts'
import { ELSEWHERE, type Elsewhere, isInDatabase } from './ground.ts'

type Answer<Value, Refusal> = Promise<Outcome<Value, Refusal | Elsewhere>>

/** SlotLocks in the database's transients. `elsewhere` where they do not live there at that time; nothing is then done. */
export interface DatabaseLocks extends SlotLockReader {
  claim<Refusal>(
    claim: LockClaim,
    decide: DecideClaim<Refusal>,
  ): Answer<SlotLockRecord, Refusal | ClaimRefusal>
  release(wish: ReleaseWish): Answer<undefined, LockNotOwned>
  extendForCode(wish: ExtensionWish): Answer<undefined, never>
  change<Value, Refusal>(
    employeeIds: readonly number[],
    work: LockedWork<Value, Refusal>,
    about?: TimeInQuestion,
  ): Answer<Value, Refusal>
}

/** The employee to oneself is what makes each of these one step: whoever locks or books waits for the other. */
export function createDatabaseLocks(storage: Storage): DatabaseLocks {
  /** No switch to Redis comes before the change has ended. */
  const changeHere = <Value, Refusal>(
    employeeIds: readonly number[],
    work: (tx: StorageTransaction) => Promise<Outcome<Value, Refusal>>,
    about?: InQuestion,
  ): Answer<Value, Refusal> =>
    storage.change<Value, Refusal | Elsewhere>(
      employeeIds,
      async (tx) => (isInDatabase(await tx.epoch(true)) ? work(tx) : ELSEWHERE),
      about,
    )

  return {
    listLocks: storage.locks.listLocks,

    claim(claim, decide) {
      const { owner, address, place } = claim
      const { employeeId, date, occupied } = place
      const about = { owner, address, employeeId, date, occupied }
      return changeHere([employeeId], (tx) => claimInside(tx, claim, decide), about)
    },

    release(wish) {
      const { owner, employeeId, date } = wish
      return changeHere([employeeId], ({ locks }) => releaseInside(locks, wish), { owner, employeeId, date })
    },

    async extendForCode(wish) {
      const { owner, now } = wish
      const found = await changeHere<SlotLockRecord | undefined, never>([], async ({ locks }) => ({
        ok: true,
        value: await locks.findLockOfOwner(owner, now),
      }))
      if (!found.ok) return found
      if (!found.value) return { ok: true, value: undefined }
      // Whose time the lock takes is known only now; what became of it meanwhile is seen inside.
      return changeHere([found.value.employeeId], ({ locks }) => extendInside(locks, wish))
    },

    change: (employeeIds, work, about) =>
      changeHere(employeeIds, (tx) => work(tx, createChangeLocks(tx.locks)), about),
  }
}

async function claimInside<Refusal>(
  tx: StorageTransaction,
  claim: LockClaim,
  decide: DecideClaim<Refusal>,
): Promise<Outcome<SlotLockRecord, Refusal | ClaimRefusal>> {
  const { place, owner, tokenFingerprint, shownFingerprint, address, now } = claim
  const held = await tx.locks.findLockOfOwner(owner, now)
  if (held?.tokenFingerprint === tokenFingerprint) return { ok: true, value: held }
  if (held && shownFingerprint !== undefined && shownFingerprint !== held.tokenFingerprint)
    return { ok: false, refusal: { kind: 'lock_not_owned' } }
  if (!held && (await tx.locks.countLocksOfAddress(address, now)) >= claim.locksPerAddress)
    return { ok: false, refusal: { kind: 'too_many_locks' } }
  const decision = await decide({ appointments: tx.appointments, locks: createReader(tx.locks) })
  if (!decision.ok) return decision
  const times = timesOfClaim(place, held, shownFingerprint !== undefined, now)
  const lock = { ...place, ...times, owner, tokenFingerprint, address }
  await tx.locks.putLock(lock)
  return { ok: true, value: lock }
}

async function releaseInside(
  locks: SlotLockStore,
  { employeeId, date, start, owner, shownFingerprint, now }: ReleaseWish,
): Promise<Outcome<undefined, LockNotOwned>> {
  const there = (await locks.listLocks(employeeId, [date], now)).filter(({ slot }) => slot.start === start)
  if (there.length === 0) return { ok: true, value: undefined }
  const own = there.find((lock) => lock.owner === owner)
  if (own?.tokenFingerprint !== shownFingerprint) return { ok: false, refusal: { kind: 'lock_not_owned' } }
  await locks.deleteLock(own)
  return { ok: true, value: undefined }
}

async function extendInside(
  locks: SlotLockStore,
  { owner, shownFingerprint, now }: ExtensionWish,
): Promise<Outcome<undefined, never>> {
  const lock = await locks.findLockOfOwner(owner, now)
  if (lock && !lock.extendedForCode && lock.tokenFingerprint === shownFingerprint)
    await locks.putLock({
      ...lock,
      expiresAt: expiryForCode(lock, now),
      extendedForCode: true,
      turn: nextTurn(lock, now),
    })
  return { ok: true, value: undefined }
}

/** One employee's after another's: the connection of a transaction does one thing at a time. */
function createReader(locks: SlotLockStore): SlotLockReader {
  return {
    async listLocks(employeeIds, dates, now) {
      const found: SlotLockRecord[] = []
      for (const id of employeeIds) found.push(...(await locks.listLocks(id, dates, now)))
      return found
    },
  }
}

/** Nobody can lock beside a change that has the employee to itself: there is nothing to secure. */
function createChangeLocks(locks: SlotLockStore): ChangeLocks {
  return {
    ...createReader(locks),
    secure: async () => ({ ok: true, value: undefined }),
    useUp: (lock) => locks.deleteLock(lock),
  }
}
