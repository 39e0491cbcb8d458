import type { Api } from './api.ts'
import type { Catalog } from './catalog/reducer.ts'
import type { SlotFeed } from './live/slotFeed.ts'
import type { Action, State } from './state.ts'

/** What the store needs of the world; tests bring their own. */
export interface Surroundings {
  api: Api
  /** Milliseconds since 1970. */
  now(): number
  /** This tab's own secret, 6–64 of `A-Z a-z 0-9 _ -`. */
  clientId: string
  newIdempotencyKey(): string
  locale: string
  visitorZone: string
  feed: SlotFeed
  /** What the page brought along; without it the catalogue is asked for. */
  catalog?: Catalog
}

export interface ThunkContext {
  dispatch(action: Action): void
  dispatch<R>(thunk: Thunk<R>): R
  select<T>(read: (whole: { root: State }) => T): T
}

export type Thunk<R = void> = (context: ThunkContext) => R
export type AsyncThunk<R = void> = Thunk<Promise<R>>

export const stateOf = ({ select }: ThunkContext): State => select(({ root }) => root)
