import type { CalendarDate, Instant, Interval, SlotLock, WallTime } from '@appointease/domain'

/** A visitor's expiring claim with what proves it. `owner` is the client's alias. */
export interface SlotLockRecord extends SlotLock {
  /** The slot's place on the business's wall clock, which names the lock in the store. */
  readonly date: CalendarDate
  readonly time: WallTime
  /** 2 for the second of a wall time that happens twice when clocks go back; it then belongs to the lock's name. */
  readonly occurrence: 1 | 2
  /** Fingerprint of the token; the token itself is only ever with its owner. */
  readonly tokenFingerprint: string
  /** When the client first held a lock in this unbroken row of renewals. */
  readonly lockedAt: Instant
  /** Fingerprint of the caller's address, for the limit of locks an address. */
  readonly address: string
  /** Whether the one extension for a code under way has been used. */
  readonly extendedForCode: boolean
  /** Rises with every change of what the client holds: of two accounts of it the one with more is the later. */
  readonly turn: number
}

/** What a change is going to ask about, as far as that is known before it begins. */
export interface InQuestion {
  readonly employeeId: number
  /** Where appointments on this time are going to be asked for. */
  readonly occupied?: Interval
  /** Around which the employee's locks are going to be asked for; without one, locks live elsewhere. */
  readonly date?: CalendarDate
  /** Whose lock is going to be asked for. */
  readonly owner?: string
  /** Where its locks are going to be counted. */
  readonly address?: string
}

/** An employee's time, and the date of its start on the business's wall clock. */
export type TimeInQuestion = Required<Pick<InQuestion, 'employeeId' | 'occupied' | 'date'>>

/** A lock with its seat: which of the persons of one group slot it is, from 1. */
export interface SeatedLock {
  readonly lock: SlotLockRecord
  readonly seat: number
}

/** Committed locks, outside any transaction: for showing, never for deciding. Expired ones are never returned. */
export interface SlotLockReader {
  /** Live locks of the employees named on any of these dates of the business's wall clock, by start. */
  listLocks(
    employeeIds: readonly number[],
    dates: readonly CalendarDate[],
    now: Instant,
  ): Promise<readonly SlotLockRecord[]>
}

/**
 * Slot locks inside a storage transaction: what is read here cannot change before the transaction ends, and
 * what is written commits with it. Expired locks are never returned. Every `now` is the caller's clock.
 */
export interface SlotLockStore {
  /** Live locks of the employee named on any of these dates of the business's wall clock, by start. */
  listLocks(
    employeeId: number,
    dates: readonly CalendarDate[],
    now: Instant,
  ): Promise<readonly SlotLockRecord[]>
  /** The one live lock of a client. */
  findLockOfOwner(owner: string, now: Instant): Promise<SlotLockRecord | undefined>
  /** How many live locks an address has. */
  countLocksOfAddress(address: string, now: Instant): Promise<number>
  /**
   * Writes the lock, in place of whatever this owner held before. Another owner's live lock at the same place stays
   * beside it: persons of one group slot hold a seat each, and whether there is one is decided before.
   */
  putLock(lock: SlotLockRecord): Promise<void>
  /** Removing what is gone succeeds. */
  deleteLock(lock: SlotLockRecord): Promise<void>
}
