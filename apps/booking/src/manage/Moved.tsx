import type { AppointmentReply } from '@appointease/contract'
import { Button, DrawnCheck, StepHeading } from '@appointease/ui'
import { __, sprintf } from '@wordpress/i18n'
import { useWhen } from '../frame/useWhen.ts'
import { CalendarLinks } from './CalendarLinks.tsx'

interface MovedProps {
  appointment: AppointmentReply
  before: AppointmentReply
  onDone(): void
}

export function Moved({ appointment, before, onDone }: MovedProps) {
  const when = useWhen()
  return (
    <main className="ae-frame ae-frame-single">
      <section className="ae-confirmed" aria-labelledby="ae-heading-moved">
        <DrawnCheck />
        <StepHeading id="ae-heading-moved" level={1} takesFocus>
          {__('Your appointment has moved', 'appointease')}
        </StepHeading>
        <p className="ae-confirmed-when">
          <strong>{appointment.service_name}</strong>
          <br />
          {when.fullDayBefore(appointment)}{' '}
          <span className="ae-figures ae-unbroken">{when.range(appointment)}</span>
          {when.zoneNote && <span className="ae-quiet"> · {when.zoneNote}</span>}
          <br />
          {/* translators: %s: a person's name. */}
          {sprintf(__('with %s', 'appointease'), appointment.staff_name)}
        </p>
        <p className="ae-quiet">
          {
            /* translators: %s: a day and time, such as "Tue, 1 Dec, 10:00". */
            sprintf(__('Instead of %s, which is free again.', 'appointease'), when.start(before))
          }{' '}
          {
            /* translators: %s: an e-mail address. */
            sprintf(__('A mail that says so is on its way to %s.', 'appointease'), appointment.email)
          }
        </p>
        <h2 className="ae-confirmed-heading">{__('Your calendar', 'appointease')}</h2>
        <CalendarLinks appointment={appointment} />
        <div className="ae-actions ae-confirmed-more">
          <Button onClick={onDone}>{__('See the appointment', 'appointease')}</Button>
        </div>
      </section>
    </main>
  )
}
