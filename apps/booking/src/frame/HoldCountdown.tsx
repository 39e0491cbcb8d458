import { formatCountdown, Icon, useNow } from '@appointease/ui'
import { __ } from '@wordpress/i18n'
import { usePiece } from '../app.tsx'

const GENTLE_EMPHASIS_MS = 60_000

/** How long the chosen time is kept for this visitor. */
export function HoldCountdown({ brief = false, label }: { brief?: boolean; label?: string }) {
  const words = label ?? __('Held for you', 'appointease')
  const hold = usePiece((state) => state.booking.hold)
  const held =
    hold.kind === 'held' ? hold : hold.kind === 'refused' || hold.kind === 'asking' ? hold.kept : null
  const now = useNow(held !== null)
  if (!held) return null
  const left = held.until - now
  const look = left <= GENTLE_EMPHASIS_MS ? 'ae-countdown ae-countdown-soon' : 'ae-countdown'
  return (
    <p className={look} role="timer" aria-live="off">
      <span className="ae-countdown-icon">
        <Icon name="hourglass" />
      </span>
      {!brief && <span>{words}</span>}
      {brief && <span className="ae-visually-hidden">{words}</span>}
      <span className="ae-figures ae-countdown-time">{formatCountdown(left)}</span>
    </p>
  )
}
