import type { AppointmentReply } from '@appointease/contract'
import { announce, Button, ButtonLink, Notice } from '@appointease/ui'
import { __, sprintf } from '@wordpress/i18n'
import { useState } from 'react'
import { useActions, useApp } from '../app.tsx'
import { useWhen } from '../frame/useWhen.ts'
import { icsLink } from '../words/calendarLinks.ts'

type Asking = { kind: 'no' } | { kind: 'yes' } | { kind: 'sending' } | { kind: 'refused'; message: string }

function statusWord(status: AppointmentReply['status']): string {
  const words = {
    pending: __('Waiting for approval', 'appointease'),
    confirmed: __('Confirmed', 'appointease'),
    completed: __('Completed', 'appointease'),
    cancelled: __('Cancelled', 'appointease'),
    no_show: __('Missed', 'appointease'),
  }
  return words[status]
}

function CancelQuestion({
  name,
  busy,
  onYes,
  onNo,
}: {
  name: string
  busy: boolean
  onYes(): void
  onNo(): void
}) {
  return (
    <Notice
      kind="caution"
      urgent
      /* translators: %s: an appointment, such as "Consultation on Tue, 1 Dec, 10:00". */
      title={sprintf(__('Cancel %s?', 'appointease'), name)}
      actions={
        <>
          <Button look="negative" busy={busy} onClick={onYes}>
            {__('Yes, cancel it', 'appointease')}
          </Button>
          <Button onClick={onNo}>{__('No, keep it', 'appointease')}</Button>
        </>
      }
    >
      <p>{__('The time goes back to others at once.', 'appointease')}</p>
    </Notice>
  )
}

export function AppointmentCard({ appointment }: { appointment: AppointmentReply }) {
  const { config } = useApp()
  const { cancelAppointment } = useActions()
  const when = useWhen()
  const [asking, setAsking] = useState<Asking>({ kind: 'no' })
  /* translators: 1: a service. 2: a day and time, such as "Tue, 1 Dec, 10:00". */
  const name = sprintf(__('%1$s on %2$s', 'appointease'), appointment.service_name, when.start(appointment))

  const cancel = async () => {
    setAsking({ kind: 'sending' })
    const message = await cancelAppointment(appointment.strong_id)
    setAsking(message === null ? { kind: 'no' } : { kind: 'refused', message })
    /* translators: %s: an appointment, such as "Consultation on Tue, 1 Dec, 10:00". */
    if (message === null) announce(sprintf(__('%s is cancelled.', 'appointease'), name))
  }
  const isOpen = appointment.status === 'confirmed' || appointment.status === 'pending'
  return (
    <li className="ae-appointment">
      <div className="ae-appointment-main">
        <h3 className="ae-card-title">{appointment.service_name}</h3>
        <span className={`ae-status ae-status-${appointment.status}`}>{statusWord(appointment.status)}</span>
      </div>
      <p>
        {when.fullDay(appointment)}, <span className="ae-figures ae-unbroken">{when.range(appointment)}</span>
        {when.zoneNote && <span className="ae-quiet"> · {when.zoneNote}</span>}
      </p>
      <p className="ae-quiet ae-small">
        {/* translators: %s: a person's name. */}
        {sprintf(__('With %s', 'appointease'), appointment.staff_name)} · <bdi>{appointment.strong_id}</bdi>
      </p>
      {asking.kind === 'no' && isOpen && (
        <div className="ae-actions">
          <ButtonLink icon="calendar" href={icsLink(config.restUrl, appointment.strong_id)} download>
            {__('Calendar file', 'appointease')}
          </ButtonLink>
          {appointment.can_cancel && (
            <Button look="quiet" onClick={() => setAsking({ kind: 'yes' })}>
              {__('Cancel', 'appointease')}
              <span className="ae-visually-hidden"> {name}</span>
            </Button>
          )}
        </div>
      )}
      {(asking.kind === 'yes' || asking.kind === 'sending') && (
        <CancelQuestion
          name={name}
          busy={asking.kind === 'sending'}
          onYes={() => void cancel()}
          onNo={() => setAsking({ kind: 'no' })}
        />
      )}
      {asking.kind === 'refused' && (
        <Notice
          kind="negative"
          urgent
          title={__('It was not cancelled', 'appointease')}
          actions={<Button onClick={() => setAsking({ kind: 'no' })}>{__('Close', 'appointease')}</Button>}
        >
          <p>{asking.message}</p>
        </Notice>
      )}
    </li>
  )
}
