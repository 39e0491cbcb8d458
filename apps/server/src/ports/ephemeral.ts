import type { CalendarDate, Instant, WallTime } from '@appointease/domain'

/** Somebody points at a slot. `owner` is the client's alias. */
export interface ActiveSelection {
  readonly employeeId: number
  readonly date: CalendarDate
  readonly time: WallTime
  readonly owner: string
  readonly since: Instant
  readonly expiresAt: Instant
}

export type StorageMode = 'sqlite' | 'mysql' | 'redis'
export type RedisStatus = 'available' | 'unavailable' | 'disabled'

/** How often a piece of work asked Redis to read, to write and to tell others. */
export interface RedisOps {
  readonly get: number
  readonly set: number
  readonly publish: number
}

/** What may be lost without harm: pointing and counting. Each call is atomic by itself. */
export interface EphemeralStore {
  /** Where locks and selections live at this moment. */
  status(): { readonly storageMode: StorageMode; readonly redisStatus: RedisStatus }
  /** Runs `work` and counts what it asked of Redis. */
  counting<Value>(work: () => Promise<Value>): Promise<{ readonly value: Value; readonly ops: RedisOps }>
  /** Marks a slot for its owner, replacing the owner's previous selection on any slot. */
  putSelection(selection: ActiveSelection): Promise<void>
  /** Removes the owner's selection wherever it is. */
  clearSelection(owner: string): Promise<void>
  /** Live selections of the employee's date; several clients may point at one slot. */
  listSelections(employeeId: number, date: CalendarDate, now: Instant): Promise<readonly ActiveSelection[]>
  /**
   * Counts one more event of `key` in a fixed window. Refused events are not counted.
   * `retryAfterSeconds` is the rest of the window, at least 1.
   */
  countEvent(
    key: string,
    limit: number,
    windowSeconds: number,
    now: Instant,
  ): Promise<{ readonly ok: true } | { readonly ok: false; readonly retryAfterSeconds: number }>
}
