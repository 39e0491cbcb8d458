import type { BookingStore, ServerClock, State } from '@appointease/store'
import type { Formats } from '@appointease/ui'
import { useDispatch, useSelect } from '@wordpress/data'
import { createContext, useContext } from 'react'
import type { PageConfig } from './config.ts'
import type { ManageLink } from './manageLink.ts'

/** What every part of the app can rely on. */
export interface App {
  store: BookingStore
  config: PageConfig
  formats: Formats
  clientId: string
  serverClock: ServerClock
  manageLink: ManageLink
  visitorZone: string
  rightToLeft: boolean
}

const AppContext = createContext<App | undefined>(undefined)
export const AppProvider = AppContext.Provider

export function useApp(): App {
  const app = useContext(AppContext)
  if (!app) throw new Error('A part of the booking app was drawn outside of it.')
  return app
}

/** A piece of the state. Give pieces that stay the same object while nothing in them changes. */
export function usePiece<T>(read: (state: State) => T): T {
  const { store } = useApp()
  return useSelect((select) => read(select(store).getState()), [store, read])
}

export const useActions = () => useDispatch(useApp().store)
