import type { Instant } from '@appointease/domain'

/** A calendar that anybody can subscribe to who has its address. */
export interface CalendarFeed {
  readonly id: number
  /** Whose appointments; undefined: everybody's. */
  readonly employeeId: number | undefined
  readonly createdAt: Instant
}

export interface CalendarFeedStore {
  addFeed(feed: Omit<CalendarFeed, 'id'> & { readonly tokenFingerprint: string }): Promise<number>
  findFeed(tokenFingerprint: string): Promise<CalendarFeed | undefined>
  /** By id. */
  listFeeds(): Promise<readonly CalendarFeed[]>
  /** Its address then leads nowhere; false where there is none of that id. */
  removeFeed(id: number): Promise<boolean>
}
