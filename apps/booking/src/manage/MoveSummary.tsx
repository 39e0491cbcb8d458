import type { AppointmentReply } from '@appointease/contract'
import { useSelect } from '@wordpress/data'
import { __, sprintf } from '@wordpress/i18n'
import { useApp } from '../app.tsx'
import { HoldCountdown } from '../frame/HoldCountdown.tsx'
import { useChosen } from '../frame/useChosen.ts'
import { useWhen } from '../frame/useWhen.ts'

/** Both times side by side: the one that is booked, and the one that is held in its place. */
export function MoveSummary({ appointment }: { appointment: AppointmentReply }) {
  const { store } = useApp()
  const business = useSelect((select) => select(store).getSettings()?.business_name, [store])
  const when = useWhen()
  const { slot, giver } = useChosen()
  return (
    <header className="ae-summary ae-move-summary">
      <p className="ae-business">{business}</p>
      <h1 className="ae-move-title">{appointment.service_name}</h1>
      <dl className="ae-two-times">
        <div className="ae-two-times-one">
          <dt>{__('Your appointment', 'appointease')}</dt>
          <dd>
            <strong className="ae-figures">{when.start(appointment)}</strong>
            {/* translators: %s: a person's name. */}
            <span className="ae-quiet"> {sprintf(__('with %s', 'appointease'), appointment.staff_name)}</span>
            <p className="ae-quiet ae-small">
              {__('It stays yours until you confirm the new time.', 'appointease')}
            </p>
          </dd>
        </div>
        <div className={slot ? 'ae-two-times-one ae-two-times-new' : 'ae-two-times-one'}>
          <dt>{__('New time', 'appointease')}</dt>
          <dd>
            {slot ? (
              <>
                <strong className="ae-figures">{when.start(slot)}</strong>
                {giver && (
                  /* translators: %s: a person's name. */
                  <span className="ae-quiet"> {sprintf(__('with %s', 'appointease'), giver.name)}</span>
                )}
                <HoldCountdown label={__('New time held', 'appointease')} />
              </>
            ) : (
              <span className="ae-quiet">{__('Not chosen yet', 'appointease')}</span>
            )}
          </dd>
        </div>
      </dl>
    </header>
  )
}
