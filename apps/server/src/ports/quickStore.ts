import type { CalendarDate, Claim, Instant } from '@appointease/domain'
import type { EphemeralStore, RedisOps } from './ephemeral.ts'
import type { LiveEntries } from './epochs.ts'
import type { SeatedLock, SlotLockReader, SlotLockRecord } from './locks.ts'
import type { SlotChange, SlotNews } from './slotEvents.ts'
import type { ClaimRefusal, LockClaim, SlotLocked } from './slotLocks.ts'
import type { Outcome } from './storage.ts'

/** A lock as it was granted, until it is settled or abandoned. */
export interface GrantedLock extends SeatedLock {
  /** What the client held before and holds beside it until then; undefined where it held nothing else. */
  readonly previous: SeatedLock | undefined
  /** The lock as it was before, where this is the same lock renewed. */
  readonly renewed: SlotLockRecord | undefined
  /** All live locks of others, and of changes under way, of that employee on the dates that the place touches. */
  readonly others: readonly SlotLockRecord[]
}

/**
 * Locks in the quick store. Each method is one atomic step among all processes, bears the id of the epoch in which it is
 * right, and throws QuickStoreLost where the store is of another epoch, has been restarted, or does not answer in time;
 * what it should have done may then be done or not. Doing it again is the same as doing it once.
 */
export interface QuickLocks extends SlotLockReader {
  /** Grants the claim beside what the client holds already, or refuses and changes nothing. */
  claim(epochId: string, claim: LockClaim): Promise<Outcome<GrantedLock, ClaimRefusal>>
  /** The granted lock is the client's one lock from now on: what it held before ends. Not needed where `previous` is undefined. */
  settle(epochId: string, granted: GrantedLock): Promise<void>
  /** Takes the grant back: the client holds again what it held before, as it was. */
  abandon(epochId: string, granted: GrantedLock): Promise<void>
  /** Ends the lock at the place with its token. `undefined`: there was none. */
  release(
    epochId: string,
    wish: {
      readonly employeeId: number
      readonly date: CalendarDate
      readonly start: Instant
      readonly owner: string
      readonly shownFingerprint: string
      readonly now: Instant
    },
  ): Promise<Outcome<SeatedLock | undefined, { readonly kind: 'lock_not_owned' }>>
  /** Extends the owner's lock for a code, once, within the cap. The lock as it is now, or undefined where nothing was done. */
  extendForCode(
    epochId: string,
    wish: { readonly owner: string; readonly shownFingerprint: string; readonly now: Instant },
  ): Promise<SeatedLock | undefined>
  /**
   * Keeps claims of everybody but `owner` out of the time for `guardMilliseconds`, also where the owner's own lock ends
   * before; refused where another's lock collides. The guard's name, for `endGuard`.
   */
  guard(
    epochId: string,
    guarded: {
      readonly claim: Claim & {
        readonly seats: number
        readonly capacity: number
        readonly date: CalendarDate
      }
      readonly owner: string | undefined
      readonly now: Instant
      readonly guardMilliseconds: number
    },
  ): Promise<Outcome<string, SlotLocked>>
  /** Ends a guard and, with it, the locks that were used up. */
  endGuard(
    epochId: string,
    ended: {
      readonly guard: string
      readonly claim: Claim & { readonly date: CalendarDate }
      readonly usedUp: readonly SlotLockRecord[]
    },
  ): Promise<readonly SeatedLock[]>
}

/** A store that is quick, shared by all processes, and may lose everything at any moment. */
export interface QuickStore {
  readonly locks: QuickLocks
  readonly pointing: Pick<EphemeralStore, 'putSelection' | 'clearSelection' | 'listSelections' | 'countEvent'>
  /**
   * Fingerprint of the servers that are reached and of their present run; undefined while they are not reached, or a
   * connection has been lost since this was last made sure of.
   */
  target(): string | undefined
  /** Asks the store whether it can read and write; the fingerprint as above. Throws QuickStoreLost. */
  check(): Promise<string>
  /** Makes the store one of the epoch: what is there of other epochs counts for nothing, `live` is there with what time it has left. */
  enter(epochId: string, live: LiveEntries, now: Instant): Promise<void>
  /** Runs `work` and counts what it asks of the store. */
  counting<Value>(work: () => Promise<Value>): Promise<{ readonly value: Value; readonly ops: RedisOps }>
  /** Whether what is published goes through several servers, by its date and employee, each of which may lose it alone. */
  readonly isSpread: boolean
  /** Tells every process; losing it loses nothing but time. */
  publish(change: SlotChange): void
  /** Every change that any process publishes, and `undefined` where some may have been missed. Returns what ends it. */
  subscribe(listener: (news: SlotNews) => void): () => void
  close(): Promise<void>
}

/** The quick store cannot be relied on now: it is away, slow, full, read-only, restarted, or of another epoch. */
export class QuickStoreLost extends Error {
  override readonly name = 'QuickStoreLost'
}
