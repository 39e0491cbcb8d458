import { useCallback, useEffect, useState } from 'react'

export const TABS = ['upcoming', 'past', 'cancelled'] as const
export type Tab = (typeof TABS)[number]

/** What of "my appointments" is on the screen. */
export type View = { kind: 'list'; tab: Tab } | { kind: 'details' | 'cancel' | 'move'; id: number }

const KEY = 'appointeaseManage'
const FIRST: View = { kind: 'list', tab: 'upcoming' }

const viewOf = (state: { [KEY]?: View } | null): View => state?.[KEY] ?? FIRST

/** Each view is an entry of the browser's history, so that its Back leads to the one before, and a reload stays. */
export function useManageView(): { view: View; open(next: View): void } {
  const [view, setView] = useState(() => viewOf(history.state))
  useEffect(() => {
    const back = (event: PopStateEvent) => setView(viewOf(event.state))
    addEventListener('popstate', back)
    return () => removeEventListener('popstate', back)
  }, [])
  const open = useCallback((next: View) => {
    // A step belongs to the view that had it.
    const state = { ...history.state, [KEY]: next, appointeaseStep: undefined }
    // Tabs are turned, not walked through.
    if (next.kind === 'list' && viewOf(history.state).kind === 'list') history.replaceState(state, '')
    else history.pushState(state, '')
    setView(next)
  }, [])
  return { view, open }
}
