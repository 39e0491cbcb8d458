import type { Step } from '@appointease/store'
import { select } from '@wordpress/data'
import { useEffect, useRef } from 'react'
import { useActions, useApp, usePiece } from '../app.tsx'

/** The browser's own Back goes back one step, as everybody expects of it on a telephone. */
export function useStepHistory(): void {
  const { store } = useApp()
  const { goTo } = useActions()
  const step = usePiece((state) => state.booking.step)
  const shown = useRef<Step | null>(null)
  useEffect(() => {
    const state = { ...history.state, appointeaseStep: step }
    if (shown.current === null) history.replaceState(state, '')
    else if (shown.current !== step) history.pushState(state, '')
    shown.current = step
  }, [step])
  useEffect(() => {
    const back = (event: PopStateEvent) => {
      const wanted: Step | undefined = event.state?.appointeaseStep
      // What is booked is booked: Back does not lead into the form again.
      if (!wanted || select(store).getBooking().step === 'confirmed') return
      if (!select(store).canOpen(wanted)) return
      shown.current = wanted
      void goTo(wanted)
    }
    addEventListener('popstate', back)
    return () => removeEventListener('popstate', back)
  }, [store, goTo])
}
