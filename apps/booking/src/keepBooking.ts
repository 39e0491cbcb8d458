import {
  type BookingStore,
  forget,
  isMoveUnsettled,
  isUnsettled,
  keep,
  recall,
  releaseBody,
} from '@appointease/store'
import { dispatch, select, subscribe } from '@wordpress/data'
import type { PageApi } from './api.ts'
import { watchReload } from './watchReload.ts'

interface Tab {
  clientId: string
  isSameTab: boolean
}

/**
 * Takes up what this tab kept, keeps every change, and gives a held time back when the page is left. Once a booking
 * was sent, its time is neither given back nor claimed: it may have become the visitor's own appointment.
 *
 * A page that is loaded again is left, too, and a browser does not say which of the two it is. Where it can be told,
 * by the keys, nothing is given back; else the time is, as others would wait for it for up to ten minutes, and the
 * page that follows claims it as the first thing it does. Should the release arrive after that claim, it is too late:
 * the claim brought a new token.
 */
export function keepBooking(store: BookingStore, api: PageApi, { clientId, isSameTab }: Tab): void {
  const isReloading = watchReload()
  const booking = () => select(store).getBooking()
  const held = () => {
    const { hold, submission } = booking()
    return hold.kind === 'held' && !isUnsettled(submission) ? hold : null
  }
  const kept = isSameTab ? recall(sessionStorage) : undefined
  if (kept) {
    void dispatch(store).resume(kept)
    if (held()) void dispatch(store).holdAgain()
  } else forget(sessionStorage)

  let last = booking()
  subscribe(() => {
    if (booking() === last) return
    last = booking()
    keep(sessionStorage, last)
  }, store)

  addEventListener('pagehide', ({ persisted }) => {
    const hold = held()
    // Kept by the browser, the page may come back as it is, its countdown included.
    if (hold && !persisted && !isReloading()) api.sendOnLeaving('slots/deselect', releaseBody(hold, clientId))
  })
  // Back from the browser's page cache, the script goes on as if nothing had been.
  addEventListener('pageshow', (event) => {
    if (event.persisted && held()) void dispatch(store).holdAgain()
  })
}

/**
 * Gives back the time that an appointment was to be moved to, however the page is left: the next one begins anew. Not
 * while nobody knows whether it was moved.
 */
export function giveBackOnLeaving(store: BookingStore, api: PageApi, clientId: string): void {
  const held = () => {
    const { booking, moving } = select(store).getState()
    return booking.hold.kind === 'held' && !isMoveUnsettled(moving) ? booking.hold : null
  }
  addEventListener('pagehide', ({ persisted }) => {
    const hold = held()
    if (hold && !persisted) api.sendOnLeaving('slots/deselect', releaseBody(hold, clientId))
  })
  addEventListener('pageshow', (event) => {
    if (event.persisted && held()) void dispatch(store).holdAgain()
  })
}
