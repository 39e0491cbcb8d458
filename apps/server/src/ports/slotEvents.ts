import type { CalendarDate, Interval } from '@appointease/domain'

/** Something that others see has changed about an employee's date. */
export interface SlotChange {
  readonly employeeId: number
  /** Of the start, on the business's wall clock. */
  readonly date: CalendarDate
  /** The time that was taken or given back, with its buffers; it may reach into other dates. Left out where none was. */
  readonly occupied?: Interval
}

/** `undefined`: some changes may have been missed, and anything may have changed. */
export type SlotNews = SlotChange | undefined

/** The employee of a message by which a process finds out whether it hears its own; no real one has this id. */
export const PROBED_EMPLOYEE = 0
export const isProbe = (news: SlotNews): news is SlotChange => news?.employeeId === PROBED_EMPLOYEE

/** What happens to slots, by whichever process and by whatever way it becomes known here. */
export interface SlotEvents {
  /**
   * Calls the listener with every change once it is committed, sometimes more than once: with this process's own before
   * whoever made it goes on, with those of others within a second. Returns what ends it.
   */
  subscribe(listener: (news: SlotNews) => void): () => void
  /** Whether all that was committed up to a second ago has been told; looks at once where looking costs next to nothing. */
  isUpToDate(): boolean
}

/** How long the log keeps what it tells, on the database's clock. */
export const CHANGES_KEPT_SECONDS = 60

/** The database's own record of what others see: written in the transaction that changes it, whoever that is. */
export interface ChangeLog {
  /** What has been committed since the last look, by any process. Throws StorageUnavailable. */
  read(): Promise<readonly SlotNews[]>
  /** The same at once, for an engine where that costs next to nothing. Throws StorageUnavailable. */
  readonly readAtOnce?: () => readonly SlotNews[]
  /** From now on the listener is told what this process commits, before whoever commits it goes on. */
  onCommitted(listener: (news: readonly SlotNews[]) => void): void
}
