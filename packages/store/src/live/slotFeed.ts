import type { SlotFields } from '@appointease/contract'

/** One employee's day, as the grid of one service sees it. */
export interface FeedDay {
  date: string
  employeeId: number
  serviceId: number
}

export type FeedStatus = 'live' | 'polling' | 'reconnecting'

export interface FeedListener {
  /** A tick: the day's slots, or null when nothing changed since the last. */
  onSlots(fields: SlotFields | null): void
  onStatus(status: FeedStatus): void
}

/** Where the changes of a day come from. One day at a time: subscribing again leaves the day before. */
export interface SlotFeed {
  /** Returns what ends the subscription. */
  subscribe(day: FeedDay, listener: FeedListener): () => void
  /** Tells the others which start (`HH:MM`) this visitor points at. */
  setPointing(time: string | null): void
  readonly status: FeedStatus
  close(): void
}
