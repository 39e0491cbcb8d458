import { type BookingStore, keepSentCode, recallSentCode } from '@appointease/store'
import { dispatch, select, subscribe } from '@wordpress/data'

/** A reload while a code is in the mail goes on waiting for that code, and asks for no other. */
export function keepCode(store: BookingStore, isSameTab: boolean): void {
  const code = () => select(store).getAccount().code
  const sent = isSameTab ? recallSentCode(sessionStorage, Date.now()) : undefined
  if (sent) void dispatch(store).awaitCode(sent)
  let last = code()
  subscribe(() => {
    if (code() === last) return
    last = code()
    keepSentCode(sessionStorage, last)
  }, store)
}
