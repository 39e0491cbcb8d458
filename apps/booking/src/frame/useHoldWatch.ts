import { isMoveUnsettled, isUnsettled } from '@appointease/store'
import { announce } from '@appointease/ui'
import { __ } from '@wordpress/i18n'
import { useEffect } from 'react'
import { useActions, usePiece } from '../app.tsx'

const LAST_MINUTE_MS = 60_000

/**
 * Says once when a minute is left, and lets the hold lapse when it ends. Not while a booking or a move is unsettled: a
 * time that is gone may be gone to this very visitor.
 */
export function useHoldWatch(): void {
  const until = usePiece(({ booking: { hold, submission }, moving }) =>
    hold.kind === 'held' && !isUnsettled(submission) && !isMoveUnsettled(moving) ? hold.until : null,
  )
  const { lapse } = useActions()
  useEffect(() => {
    if (until === null) return
    const left = until - Date.now()
    const lastMinute = () => announce(__('Your time is held for one more minute.', 'appointease'))
    const timers = [setTimeout(() => void lapse(), Math.max(0, left))]
    if (left > LAST_MINUTE_MS) timers.push(setTimeout(lastMinute, left - LAST_MINUTE_MS))
    return () => timers.forEach(clearTimeout)
  }, [until, lapse])
}
