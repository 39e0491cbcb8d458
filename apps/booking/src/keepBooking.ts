import { type BookingStore, forget, keep, recall, releaseBody } from '@appointease/store'
import { dispatch, select, subscribe } from '@wordpress/data'

interface Tab {
  clientId: string
  isSameTab: boolean
  restUrl: string
}

/** Takes up what this tab kept, keeps every change, and gives a held time back when the page is left. */
export function keepBooking(store: BookingStore, { clientId, isSameTab, restUrl }: Tab): void {
  const booking = () => select(store).getBooking()
  const kept = isSameTab ? recall(sessionStorage) : undefined
  if (kept) {
    void dispatch(store).resume(kept)
    if (kept.hold.kind === 'held') void dispatch(store).holdAgain()
  } else forget(sessionStorage)

  let last = booking()
  subscribe(() => {
    if (booking() === last) return
    last = booking()
    keep(sessionStorage, last)
  }, store)

  addEventListener('pagehide', () => {
    const { hold } = booking()
    if (hold.kind !== 'held') return
    const body = new Blob([JSON.stringify(releaseBody(hold, clientId))], { type: 'application/json' })
    navigator.sendBeacon(`${restUrl}slots/deselect`, body)
  })
  // Back from the browser's page cache, the script goes on as if nothing had been.
  addEventListener('pageshow', (event) => {
    if (event.persisted && booking().hold.kind === 'held') void dispatch(store).holdAgain()
  })
}
