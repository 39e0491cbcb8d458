import type { AppointmentReply } from '@appointease/contract'
import { Button } from '@appointease/ui'
import { __, sprintf } from '@wordpress/i18n'
import { useWhen } from '../frame/useWhen.ts'
import { nameOf, statusWord } from '../words/appointments.ts'
import type { View } from './useManageView.ts'
import { useMovable } from './useMovable.ts'

/** One of the list, and what is done most often with one. */
export function AppointmentCard({
  appointment,
  open,
}: {
  appointment: AppointmentReply
  open(view: View): void
}) {
  const when = useWhen()
  const { id } = appointment
  const isMovable = useMovable(appointment)
  const of = <span className="ae-visually-hidden"> {nameOf(appointment, when.start(appointment))}</span>
  return (
    <li className="ae-appointment">
      <div className="ae-appointment-main">
        <h2 className="ae-card-title">{appointment.service_name}</h2>
        <span className={`ae-status ae-status-${appointment.status}`}>{statusWord(appointment.status)}</span>
      </div>
      <p>
        {when.fullDayBefore(appointment)}{' '}
        <span className="ae-figures ae-unbroken">{when.range(appointment)}</span>
        {when.zoneNote && <span className="ae-quiet"> · {when.zoneNote}</span>}
      </p>
      <p className="ae-quiet ae-small">
        {/* translators: %s: a person's name. */}
        {sprintf(__('With %s', 'appointease'), appointment.staff_name)} ·{' '}
        <bdi className="ae-unbroken">{appointment.strong_id}</bdi>
      </p>
      <div className="ae-actions">
        <Button onClick={() => open({ kind: 'details', id })}>
          {__('Details', 'appointease')}
          {of}
        </Button>
        {isMovable && (
          <Button look="quiet" onClick={() => open({ kind: 'move', id })}>
            {__('Change time', 'appointease')}
            {of}
          </Button>
        )}
        {appointment.can_cancel && (
          <Button look="quiet" onClick={() => open({ kind: 'cancel', id })}>
            {__('Cancel', 'appointease')}
            {of}
          </Button>
        )}
      </div>
    </li>
  )
}
