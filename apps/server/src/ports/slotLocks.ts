import type { CalendarDate, Claim, Instant } from '@appointease/domain'
import type { SlotLockReader, SlotLockRecord, TimeInQuestion } from './locks.ts'
import type { OccupancySource } from './occupancy.ts'
import type { Outcome, StorageTransaction } from './storage.ts'

/** Where a lock is: its interval, and its name on the business's wall clock. */
export type LockPlace = Pick<
  SlotLockRecord,
  'employeeId' | 'serviceId' | 'slot' | 'occupied' | 'date' | 'time' | 'occurrence'
>

/** A client's wish for a lock. */
export interface LockClaim {
  readonly place: LockPlace
  readonly owner: string
  /** Of the token that the owner is given. A claim of the same fingerprint again is the same claim again. */
  readonly tokenFingerprint: string
  /** Of the token that the client showed as the one of the lock it holds; undefined where it showed none. */
  readonly shownFingerprint: string | undefined
  readonly address: string
  /** How many live locks the address may have. */
  readonly locksPerAddress: number
  /** Persons whom one slot of the service takes. */
  readonly capacity: number
  readonly now: Instant
}

/** What ends a lock: its place, and the token that the client showed. */
export interface ReleaseWish {
  readonly employeeId: number
  readonly date: CalendarDate
  readonly start: Instant
  readonly owner: string
  readonly shownFingerprint: string
  readonly now: Instant
}

/** What lets a lock wait for a code: whose it is, and the token that the client showed. */
export interface ExtensionWish {
  readonly owner: string
  readonly shownFingerprint: string
  readonly now: Instant
}

/** Time that a change takes: `seats`, persons who fit beside the appointments; `capacity`, persons whom the service takes. */
export interface SecuredClaim extends Claim {
  readonly seats: number
  readonly capacity: number
  /** Of its start, on the business's wall clock. */
  readonly date: CalendarDate
}

/** Asked about all but other locks, in a view that shows everything that could collide. */
export type DecideClaim<Refusal> = (view: OccupancySource) => Promise<Outcome<undefined, Refusal>>

/** A change of appointments, together with the locks as it sees them. */
export type LockedWork<Value, Refusal> = (
  tx: StorageTransaction,
  locks: ChangeLocks,
) => Promise<Outcome<Value, Refusal>>

export interface LockNotOwned {
  readonly kind: 'lock_not_owned'
}

export type SlotLocked = { readonly kind: 'slot_locked'; readonly freeAt: Instant }

export type ClaimRefusal =
  /** The client holds a lock, and the token that it showed is another one's. */
  LockNotOwned | { readonly kind: 'too_many_locks' } | SlotLocked

/**
 * Slot locks wherever they live: in the database's transients, or in Redis while it can be had. Each method is one
 * step to everybody else; colliding locks of one employee (beyond the seats of one group slot) never coexist, and a
 * client holds one lock. Every `now` is the product's clock. Throws StorageUnavailable where nothing can be decided;
 * a lock may then have come to be that nobody knows of, and ends by itself.
 */
export interface SlotLocks extends SlotLockReader {
  /**
   * Claims the place for as long as the domain's rules say, in place of the lock that the client holds; where the new
   * one cannot be had the old one stays. `decide` is asked about everything else, with a view that shows all that could
   * collide: no appointment can be made on this time by anybody else from before that view was read until the lock ends.
   * A claim on time that the client holds already goes on counting from there.
   */
  claim<Refusal>(
    claim: LockClaim,
    decide: DecideClaim<Refusal>,
  ): Promise<Outcome<SlotLockRecord, Refusal | ClaimRefusal>>
  /** Ends the lock at this start with the owner's token. Succeeds where there is no lock; else refuses all but the owner. */
  release(wish: ReleaseWish): Promise<Outcome<undefined, LockNotOwned>>
  /** Lets the owner's lock last as long as a code that is under way, once, within the cap. Nothing where the token is not its. */
  extendForCode(wish: ExtensionWish): Promise<void>
  /**
   * As Storage.change, for changes that take time from others: they see the locks, and keep new ones out while they run.
   * `about`: the time that is going to be asked about, where there is one.
   */
  change<Value, Refusal>(
    employeeIds: readonly number[],
    work: LockedWork<Value, Refusal>,
    about?: TimeInQuestion,
  ): Promise<Outcome<Value, Refusal>>
}

/** The locks as one change of appointments sees them. */
export interface ChangeLocks extends SlotLockReader {
  /**
   * From here until the change has ended nobody but `owner` gets a lock that collides with `claim`; refused where
   * somebody has one.
   */
  secure(
    claim: SecuredClaim,
    owner: string | undefined,
    now: Instant,
  ): Promise<Outcome<undefined, SlotLocked>>
  /** The lock has become an appointment: it is gone when the change is kept, and as it was when it is not. */
  useUp(lock: SlotLockRecord): Promise<void>
}
