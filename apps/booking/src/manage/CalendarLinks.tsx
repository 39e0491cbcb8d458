import type { AppointmentReply } from '@appointease/contract'
import { ButtonLink } from '@appointease/ui'
import { useSelect } from '@wordpress/data'
import { __, sprintf } from '@wordpress/i18n'
import { useApp } from '../app.tsx'
import { googleLink, icsLink, outlookLink } from '../words/calendarLinks.ts'

/** Ways to have an appointment in one's own calendar. */
export function CalendarLinks({ appointment }: { appointment: AppointmentReply }) {
  const { store, config, manageLink } = useApp()
  const business = useSelect((select) => select(store).getSettings()?.business_name ?? '', [store])
  const entry = {
    title: `${appointment.service_name} · ${business}`,
    start_utc: appointment.start_utc,
    end_utc: appointment.end_utc,
    /* translators: %s: an appointment's reference. */
    details: sprintf(__('Reference: %s', 'appointease'), appointment.strong_id),
  }
  const file = icsLink(config.restUrl, appointment.strong_id, manageLink.current())
  return (
    <div className="ae-actions">
      <ButtonLink icon="calendar" href={file} download>
        {__('Calendar file', 'appointease')}
      </ButtonLink>
      <ButtonLink href={googleLink(entry)} target="_blank" rel="noopener noreferrer">
        {__('Google', 'appointease')}
      </ButtonLink>
      <ButtonLink href={outlookLink(entry)} target="_blank" rel="noopener noreferrer">
        {__('Outlook', 'appointease')}
      </ButtonLink>
    </div>
  )
}
