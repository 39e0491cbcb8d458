import { Button, spokenDuration } from '@appointease/ui'
import { useSelect } from '@wordpress/data'
import { __, sprintf } from '@wordpress/i18n'
import type { ReactNode } from 'react'
import { useActions, useApp, usePiece } from '../app.tsx'
import { useChosen } from '../frame/useChosen.ts'
import { useWhen } from '../frame/useWhen.ts'

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="ae-fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Until when it can be cancelled. */
function useCancelRule(): string {
  const { store } = useApp()
  const settings = useSelect((select) => select(store).getSettings(), [store])
  const minutes = settings?.cancel_cutoff_minutes ?? 0
  if (minutes === 0) return __('You can cancel free of charge until it begins.', 'appointease')
  /* translators: %s: a length of time, such as "24 h". */
  return sprintf(__('You can cancel until %s before it begins.', 'appointease'), spokenDuration(minutes))
}

export function ReviewFacts() {
  const { formats } = useApp()
  const { goTo } = useActions()
  const { slot, service, giver } = useChosen()
  const details = usePiece((state) => state.booking.details)
  const when = useWhen()
  const rule = useCancelRule()
  if (!slot || !service) return null
  return (
    <div className="ae-review">
      <dl className="ae-facts">
        <Fact name={__('What', 'appointease')}>
          <bdi>{service.name}</bdi> · {spokenDuration(service.duration)}
        </Fact>
        {giver && <Fact name={__('With', 'appointease')}>{giver.name}</Fact>}
        <Fact name={__('When', 'appointease')}>
          {when.fullDay(slot)}
          <br />
          <span className="ae-figures ae-unbroken">{when.range(slot)}</span>
          {when.zoneNote && <span className="ae-quiet"> · {when.zoneNote}</span>}
        </Fact>
        {service.price > 0 && (
          <Fact name={__('Price', 'appointease')}>{formats.money(service.price, service.currency)}</Fact>
        )}
        <Fact name={__('You', 'appointease')}>
          {details.name}
          <br />
          {details.email}
          {details.phone && (
            <>
              <br />
              <bdi dir="ltr">{details.phone}</bdi>
            </>
          )}
        </Fact>
        {details.notes && (
          <Fact name={__('Notes', 'appointease')}>
            <bdi>{details.notes}</bdi>
          </Fact>
        )}
      </dl>
      <p>
        <Button look="quiet" onClick={() => void goTo('details')}>
          {__('Change your details', 'appointease')}
        </Button>
      </p>
      <p className="ae-quiet ae-small">{rule}</p>
    </div>
  )
}
