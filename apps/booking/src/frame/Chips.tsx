import type { Step } from '@appointease/store'
import { __, sprintf } from '@wordpress/i18n'
import { useActions, usePiece } from '../app.tsx'
import { useChosen } from './useChosen.ts'
import { useWhen } from './useWhen.ts'

interface Chip {
  step: Step
  text: string | undefined
}

/** What has been chosen; each leads back to where it was. */
export function Chips({ without = [] }: { without?: readonly Step[] }) {
  const { goTo } = useActions()
  const current = usePiece((state) => state.booking.step)
  const { choices, slot, service, employeeName } = useChosen()
  const when = useWhen()
  const chips: Chip[] = [
    { step: 'service', text: service?.name },
    { step: 'employee', text: service && employeeName },
    {
      step: 'date',
      text: choices.date && !slot && current !== 'time' ? when.date(choices.date) : undefined,
    },
    { step: 'time', text: slot ? when.start(slot) : undefined },
  ]
  const shown = chips.filter(({ step, text }) => text && step !== current && !without.includes(step))
  if (shown.length === 0) return null
  return (
    <ul className="ae-chips" aria-label={__('Chosen so far', 'appointease')}>
      {shown.map(({ step, text }) => (
        <li key={step}>
          <button
            type="button"
            className="ae-chip"
            onClick={() => void goTo(step)}
            /* translators: %s: what was chosen, such as "Consultation". */
            aria-label={sprintf(__('%s, change', 'appointease'), text ?? '')}
          >
            <span>{text}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
