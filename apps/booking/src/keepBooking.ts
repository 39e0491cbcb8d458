import { type BookingStore, forget, isUnsettled, keep, recall, releaseBody } from '@appointease/store'
import { dispatch, select, subscribe } from '@wordpress/data'

interface Tab {
  clientId: string
  isSameTab: boolean
  restUrl: string
}

/**
 * Takes up what this tab kept, keeps every change, and gives a held time back when the page is left. Once a booking
 * was sent, its time is neither given back nor claimed: it may have become the visitor's own appointment.
 */
export function keepBooking(store: BookingStore, { clientId, isSameTab, restUrl }: Tab): void {
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

  addEventListener('pagehide', () => {
    const hold = held()
    if (!hold) return
    const body = new Blob([JSON.stringify(releaseBody(hold, clientId))], { type: 'application/json' })
    navigator.sendBeacon(`${restUrl}slots/deselect`, body)
  })
  // Back from the browser's page cache, the script goes on as if nothing had been.
  addEventListener('pageshow', (event) => {
    if (event.persisted && held()) void dispatch(store).holdAgain()
  })
}
