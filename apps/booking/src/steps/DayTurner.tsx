import { Button, Icon } from '@appointease/ui'
import { __, sprintf } from '@wordpress/i18n'
import { useActions } from '../app.tsx'
import { useChosen } from '../frame/useChosen.ts'
import { useWhen } from '../frame/useWhen.ts'
import { useMonths } from './useMonths.ts'

/** The day that is shown, with the nearest days that have room to either side. */
export function DayTurner({ asButton = false }: { asButton?: boolean }) {
  const when = useWhen()
  const { choices } = useChosen()
  const { chooseDate } = useActions()
  const date = choices.date ?? ''
  const { days } = useMonths(choices.serviceId ?? 0, choices.employee ?? 'any', date.slice(0, 7))
  const before = [...days].reverse().find((day) => day < date)
  const after = days.find((day) => day > date)
  const nearest = after ?? before
  if (asButton) {
    if (!nearest) return null
    return (
      <Button onClick={() => void chooseDate(nearest)}>
        {/* translators: %s: a date, such as "Tue, 1 Dec". */}
        {sprintf(__('Go to the next: %s', 'appointease'), when.date(nearest))}
      </Button>
    )
  }
  const turn = (to: string | undefined, label: string, icon: 'chevronStart' | 'chevronEnd') => (
    <button
      type="button"
      className="ae-turn"
      disabled={!to}
      /* translators: 1: "Previous day …" or "Next day …". 2: a date, such as "Tue, 1 Dec". */
      aria-label={to ? sprintf(__('%1$s, %2$s', 'appointease'), label, when.date(to)) : label}
      onClick={() => to && void chooseDate(to)}
    >
      <Icon name={icon} flips />
    </button>
  )
  return (
    <div className="ae-day-turner">
      {turn(before, __('Previous day with free times', 'appointease'), 'chevronStart')}
      <p className="ae-day-shown" aria-live="polite">
        {when.date(date)}
      </p>
      {turn(after, __('Next day with free times', 'appointease'), 'chevronEnd')}
    </div>
  )
}
