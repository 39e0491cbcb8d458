import { combineReducers, createReduxStore } from '@wordpress/data'
import { accountThunks } from './account/thunks.ts'
import { bookableDates, getMonth } from './availability/selectors.ts'
import { availabilityThunks } from './availability/thunks.ts'
import { choosingThunks } from './booking/choosing.ts'
import { canOpen, getNextStep, getPreviousStep, getSlot, getSteps } from './booking/flow.ts'
import { holdingThunks } from './booking/holding.ts'
import type { BookingState } from './booking/reducer.ts'
import { submittingThunks } from './booking/submitting.ts'
import type { Catalog } from './catalog/reducer.ts'
import { findEmployee, findService, getCatalog, getSettings } from './catalog/selectors.ts'
import { catalogThunks } from './catalog/thunks.ts'
import { liveThunks } from './live/thunks.ts'
import { movingThunks } from './moving/thunks.ts'
import { ready } from './remote.ts'
import { reducers, type State } from './state.ts'
import type { Surroundings } from './thunk.ts'

const selectors = {
  getCatalog,
  getSettings,
  findService,
  findEmployee,
  bookableDates,
  getMonth,
  getSlot,
  getSteps,
  getNextStep,
  getPreviousStep,
  canOpen,
  getState: (state: State) => state,
  getBooking: (state: State) => state.booking,
  getAvailability: (state: State) => state.availability,
  getAccount: (state: State) => state.account,
  getLive: (state: State) => state.live,
}

/** Everything else starts as its reducer says. */
const startingWith = (catalog: Catalog) => ({ catalog: ready(catalog) }) as State

/** The booking app's store. Its resolvers load the catalogue and a month when they are first looked at. */
export function createBookingStore(surroundings: Surroundings) {
  const catalog = catalogThunks(surroundings)
  const availability = availabilityThunks(surroundings)
  const holding = holdingThunks(surroundings, availability)
  return createReduxStore('appointease/booking', {
    reducer: combineReducers(reducers),
    ...(surroundings.catalog && { initialState: startingWith(surroundings.catalog) }),
    selectors,
    resolvers: {
      ...(!surroundings.catalog && { getCatalog: catalog.loadCatalog }),
      getMonth: availability.loadMonth,
    },
    actions: {
      ...catalog,
      ...availability,
      ...choosingThunks(holding.release),
      ...holding,
      ...submittingThunks(surroundings, holding),
      ...liveThunks(surroundings, { ...availability, ...holding }),
      ...accountThunks(surroundings),
      ...movingThunks(surroundings, { ...availability, ...holding }),
      resume: (booking: BookingState) => ({ type: 'RESUMED', booking }) as const,
    },
  })
}

export type BookingStore = ReturnType<typeof createBookingStore>
