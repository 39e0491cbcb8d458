import { type AccountAction, type AccountState, account } from './account/reducer.ts'
import { type AvailabilityAction, type AvailabilityState, availability } from './availability/reducer.ts'
import { type BookingAction, type BookingState, booking } from './booking/reducer.ts'
import { type CatalogAction, type CatalogState, catalog } from './catalog/reducer.ts'
import { type LiveAction, type LiveState, live } from './live/reducer.ts'
import { type MovingAction, type MovingState, moving } from './moving/reducer.ts'

export interface State {
  catalog: CatalogState
  availability: AvailabilityState
  live: LiveState
  booking: BookingState
  account: AccountState
  moving: MovingState
}

export type Action =
  | CatalogAction
  | AvailabilityAction
  | LiveAction
  | BookingAction
  | AccountAction
  | MovingAction

export const reducers = { catalog, availability, live, booking, account, moving }
