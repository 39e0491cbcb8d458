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

export type FeedStatus = 'live' | 'polling' | 'reconnecting'

export interface FeedListener {
  /** A tick: the employee's slots, or null when nothing changed since the last. */
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
