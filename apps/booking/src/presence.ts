import type { Presence } from '@appointease/store'

let isGone = false

/** Of the visitor on this page. A page that the browser keeps to come back to is gone until they do. */
export function presence(): Presence {
  if (isGone) return 'gone'
  return document.visibilityState === 'hidden' ? 'hidden' : 'seen'
}

export function onPresenceChange(listener: () => void): () => void {
  const leave = () => {
    isGone = true
    listener()
  }
  const comeBack = () => {
    isGone = false
    listener()
  }
  document.addEventListener('visibilitychange', listener)
  addEventListener('pagehide', leave)
  addEventListener('pageshow', comeBack)
  return () => {
    document.removeEventListener('visibilitychange', listener)
    removeEventListener('pagehide', leave)
    removeEventListener('pageshow', comeBack)
  }
}
