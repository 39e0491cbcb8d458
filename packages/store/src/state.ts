import { type AccountAction, type AccountState, account } from './account/reducer.ts'
import { type AvailabilityAction, type AvailabilityState, availability } from './availability/reducer.ts'
import { type BookingAction, type BookingState, booking } from './booking/reducer.ts'
import { type CatalogAction, type CatalogState, catalog } from './catalog/reducer.ts'
import { type LiveAction, type LiveState, live } from './live/reducer.ts'

export interface State {
  catalog: CatalogState
  availability: AvailabilityState
  live: LiveState
  booking: BookingState
  account: AccountState
}

export type Action = CatalogAction | AvailabilityAction | LiveAction | BookingAction | AccountAction

export const reducers = { catalog, availability, live, booking, account }
