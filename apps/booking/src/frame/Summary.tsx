import { Icon, spokenDuration } from '@appointease/ui'
import { useSelect } from '@wordpress/data'
import { __ } from '@wordpress/i18n'
import { useApp } from '../app.tsx'
import { HoldCountdown } from './HoldCountdown.tsx'
import { useChosen } from './useChosen.ts'
import { useWhen } from './useWhen.ts'

function Lines() {
  const { formats } = useApp()
  const { choices, slot, service, employeeName, giver } = useChosen()
  const when = useWhen()
  const person = slot && choices.employee === 'any' ? giver?.name : employeeName
  if (!service) return <p className="ae-quiet">{__('Your choices will gather here.', 'appointease')}</p>
  return (
    <ul className="ae-summary-lines">
      <li>
        <Icon name="clock" />
        <span>
          <strong>{service.name}</strong>
          <span className="ae-summary-second">{spokenDuration(service.duration)}</span>
        </span>
      </li>
      {person && (
        <li>
          <Icon name="people" />
          <span>{person}</span>
        </li>
      )}
      {(slot || choices.date) && (
        <li>
          <Icon name="calendar" />
          <span>
            {slot ? when.fullDay(slot) : when.fullDate(choices.date ?? '')}
            {slot && <span className="ae-summary-second ae-figures ae-unbroken">{when.range(slot)}</span>}
            {slot && when.zoneNote && <span className="ae-summary-second">{when.zoneNote}</span>}
          </span>
        </li>
      )}
      {service.price > 0 && (
        <li className="ae-summary-price">
          <span>{__('Price', 'appointease')}</span>
          <strong className="ae-figures">{formats.money(service.price, service.currency)}</strong>
        </li>
      )}
    </ul>
  )
}

function useShortLine(): string {
  const { slot, service } = useChosen()
  const when = useWhen()
  // Before there is a time, the chips say all there is to say.
  return service && slot ? `${when.start(slot)} · ${service.name}` : ''
}

/** At the left on a wide screen; one line that unfolds on a narrow one. */
export function Summary() {
  const { store, config } = useApp()
  const business = useSelect((select) => select(store).getSettings()?.business_name, [store])
  const short = useShortLine()
  return (
    <header className="ae-summary">
      <div className="ae-summary-head">
        <h1 className="ae-business">{business}</h1>
        <a className="ae-own" href={config.manageUrl}>
          {__('My appointments', 'appointease')}
        </a>
      </div>
      <div className="ae-summary-wide">
        <Lines />
        <HoldCountdown />
      </div>
      {short && (
        <details className="ae-summary-narrow">
          <summary>
            <span className="ae-summary-short">{short}</span>
            <HoldCountdown brief />
            <span className="ae-unfold">
              <Icon name="chevronDown" />
            </span>
          </summary>
          <Lines />
        </details>
      )}
    </header>
  )
}
