import { Button, ButtonLink, DrawnCheck, StepHeading } from '@appointease/ui'
import { useSelect } from '@wordpress/data'
import { __, sprintf } from '@wordpress/i18n'
import { useActions, useApp, usePiece } from '../app.tsx'
import { useWhen } from '../frame/useWhen.ts'
import { CalendarLinks } from '../manage/CalendarLinks.tsx'
import { CopyLink } from '../manage/CopyLink.tsx'
import { linkOnPage } from '../manageLink.ts'

export default function ConfirmedStep() {
  const { store, config } = useApp()
  const submission = usePiece((state) => state.booking.submission)
  const business = useSelect((select) => select(store).getSettings()?.business_name ?? '', [store])
  const { startAnew } = useActions()
  const when = useWhen()
  if (submission.kind !== 'done') return null
  const { appointment } = submission.reply
  const pending = appointment.status === 'pending'
  const manageUrl = submission.reply.manage_url
    ? linkOnPage(config.manageUrl, submission.reply.manage_url)
    : config.manageUrl
  return (
    <section className="ae-confirmed" aria-labelledby="ae-heading-confirmed">
      <DrawnCheck />
      <StepHeading id="ae-heading-confirmed" level={1} takesFocus>
        {pending ? __('Your request is in', 'appointease') : __('You are booked', 'appointease')}
      </StepHeading>
      <p className="ae-confirmed-when">
        <strong>
          <bdi>{appointment.service_name}</bdi>
        </strong>
        <br />
        {when.fullDayBefore(appointment)}{' '}
        <span className="ae-figures ae-unbroken">{when.range(appointment)}</span>
        {when.zoneNote && <span className="ae-quiet"> · {when.zoneNote}</span>}
        <br />
        {
          /* translators: 1: a person's name. 2: the business's name. */
          sprintf(__('with %1$s at %2$s', 'appointease'), appointment.staff_name, business)
        }
      </p>
      <p>
        {pending
          ? /* translators: %s: an e-mail address. */
            sprintf(
              __('We will let you know at %s as soon as it is approved.', 'appointease'),
              appointment.email,
            )
          : /* translators: %s: an e-mail address. */
            sprintf(__('A confirmation is on its way to %s.', 'appointease'), appointment.email)}
      </p>
      <p className="ae-reference">
        <span className="ae-quiet">{__('Reference', 'appointease')}</span>{' '}
        <bdi className="ae-figures">{appointment.strong_id}</bdi>
      </p>
      <div className="ae-no-print">
        <h2 className="ae-confirmed-heading">{__('Add to your calendar', 'appointease')}</h2>
        <CalendarLinks appointment={appointment} />
        <h2 className="ae-confirmed-heading">{__('If something comes up', 'appointease')}</h2>
        {submission.reply.manage_url && (
          <p className="ae-quiet ae-small">
            {__(
              'A link opens this appointment without a code. It is in your mail, too; keep it to yourself.',
              'appointease',
            )}
          </p>
        )}
        <div className="ae-actions">
          <ButtonLink href={manageUrl}>{__('See, change or cancel', 'appointease')}</ButtonLink>
          {submission.reply.manage_url && <CopyLink url={manageUrl} />}
        </div>
        <div className="ae-actions ae-confirmed-more">
          <Button look="quiet" icon="print" onClick={() => print()}>
            {__('Print', 'appointease')}
          </Button>
          <Button look="quiet" onClick={() => void startAnew()}>
            {__('Book another', 'appointease')}
          </Button>
        </div>
      </div>
    </section>
  )
}
