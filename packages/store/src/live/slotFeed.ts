import type { SlotFields } from '@appointease/contract'

/** A day of one employee or of several, as the grid of one service sees it. */
export interface FeedDay {
  date: string
  employeeIds: readonly number[]
  serviceId: number
}

/** The start (`HH:MM`) that a visitor points at, of the employee who would give it. */
export interface Pointing {
  employeeId: number
  time: string
}

/**
 * `live`: told of every change as it happens. `polling`: asks every second. `reconnecting`: without an answer at the
 * moment. `stale`: for so long that what is on the screen may be wrong.
 */
export type FeedStatus = 'live' | 'polling' | 'reconnecting' | 'stale'

export interface FeedListener {
  /** Word of an employee: their slots, or null when nothing changed since the last. */
  onSlots(employeeId: number, fields: SlotFields | null): void
  onStatus(status: FeedStatus): void
}

/** Where the changes of a day come from. One day at a time: subscribing again leaves the day before. */
export interface SlotFeed {
  /** Returns what ends the subscription. */
  subscribe(day: FeedDay, listener: FeedListener): () => void
  /** Tells the others what this visitor points at. */
  setPointing(pointing: Pointing | null): void
  readonly status: FeedStatus
  close(): void
}

/** Where changes are asked for again and again. */
export interface PollingFeed extends SlotFeed {
  /** `versions`, by employee, are those that the listener has been shown; they are kept up to date. */
  subscribe(day: FeedDay, listener: FeedListener, versions?: Map<number, string>): () => void
}

/** Time as a page has it; a test brings its own. */
export interface Timers {
  setTimer(callback: () => void, milliseconds: number): unknown
  clearTimer(timer: unknown): void
  /** Milliseconds, from anywhere. */
  now(): number
}
