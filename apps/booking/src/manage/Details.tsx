import type { AppointmentReply } from '@appointease/contract'
import { Button, ButtonLink, Notice, StepHeading } from '@appointease/ui'
import { useSelect } from '@wordpress/data'
import { __ } from '@wordpress/i18n'
import { useApp, usePiece } from '../app.tsx'
import { useWhen } from '../frame/useWhen.ts'
import { historyWords, isOpen, statusWord } from '../words/appointments.ts'
import { CalendarLinks } from './CalendarLinks.tsx'
import { changeRules } from './changeRules.ts'
import { Facts } from './Facts.tsx'
import { LinkCare } from './LinkCare.tsx'
import type { View } from './useManageView.ts'
import { useMovable } from './useMovable.ts'

function Rules({ appointment }: { appointment: AppointmentReply }) {
  const { store, serverClock } = useApp()
  const settings = useSelect((select) => select(store).getSettings(), [store])
  const when = useWhen()
  const rules = settings ? changeRules(appointment, settings, serverClock.at(Date.now()), when.moment) : []
  if (rules.length === 0) return null
  return <p className="ae-quiet ae-small">{rules.join(' ')}</p>
}

function Changes({ appointment, open }: { appointment: AppointmentReply; open(view: View): void }) {
  const { config } = useApp()
  const isMovable = useMovable(appointment)
  const { id } = appointment
  if (appointment.status === 'cancelled') {
    return (
      <div className="ae-actions">
        <ButtonLink href={config.bookingUrl}>{__('Book another time', 'appointease')}</ButtonLink>
      </div>
    )
  }
  return (
    <>
      {(isMovable || appointment.can_cancel) && (
        <div className="ae-actions">
          {isMovable && (
            <Button look="main" onClick={() => open({ kind: 'move', id })}>
              {__('Change time', 'appointease')}
            </Button>
          )}
          {appointment.can_cancel && (
            <Button onClick={() => open({ kind: 'cancel', id })}>
              {__('Cancel the appointment', 'appointease')}
            </Button>
          )}
        </div>
      )}
      <Rules appointment={appointment} />
    </>
  )
}

function History({ appointment }: { appointment: AppointmentReply }) {
  const when = useWhen()
  return (
    <section aria-labelledby="ae-history">
      <h3 id="ae-history" className="ae-manage-heading">
        {__('What happened so far', 'appointease')}
      </h3>
      <ol className="ae-history">
        {appointment.history.map((entry) => (
          <li key={`${entry.at} ${entry.action}`}>
            <span>{historyWords(entry, when.moment)}</span>
            <time className="ae-quiet ae-small ae-figures" dateTime={entry.at}>
              {when.moment(Date.parse(entry.at))}
            </time>
          </li>
        ))}
      </ol>
    </section>
  )
}

interface DetailsProps {
  appointment: AppointmentReply
  open(view: View): void
  /** What was done just now. */
  news?: string | undefined
}

export function Details({ appointment, open, news }: DetailsProps) {
  const isByLink = usePiece((state) => state.account.session.kind === 'link')
  return (
    <article className="ae-details" aria-labelledby="ae-heading-details">
      {!isByLink && (
        <Button
          look="quiet"
          icon="chevronStart"
          onClick={() =>
            open({ kind: 'list', tab: appointment.status === 'cancelled' ? 'cancelled' : 'upcoming' })
          }
        >
          {__('All appointments', 'appointease')}
        </Button>
      )}
      <div className="ae-appointment-main">
        <StepHeading id="ae-heading-details" takesFocus={!isByLink || news !== undefined}>
          {appointment.service_name}
        </StepHeading>
        <span className={`ae-status ae-status-${appointment.status}`}>{statusWord(appointment.status)}</span>
      </div>
      {news && <Notice kind="positive" title={news} />}
      <Facts appointment={appointment} />
      <Changes appointment={appointment} open={open} />
      {isOpen(appointment) && (
        <section aria-labelledby="ae-calendars">
          <h3 id="ae-calendars" className="ae-manage-heading">
            {__('Add to your calendar', 'appointease')}
          </h3>
          <CalendarLinks appointment={appointment} />
        </section>
      )}
      <History appointment={appointment} />
      {!isByLink && (
        <section aria-labelledby="ae-links">
          <h3 id="ae-links" className="ae-manage-heading">
            {__('Links in mails', 'appointease')}
          </h3>
          <LinkCare appointment={appointment} />
        </section>
      )}
    </article>
  )
}
