import type { AppointmentReply } from '@appointease/contract'
import type { Failure } from '@appointease/store'
import { announce, Button, Notice, StepHeading, TextArea } from '@appointease/ui'
import { useSelect } from '@wordpress/data'
import { __, sprintf } from '@wordpress/i18n'
import { useState } from 'react'
import { useActions, useApp } from '../app.tsx'
import { useWhen } from '../frame/useWhen.ts'
import { nameOf } from '../words/appointments.ts'
import { sayFailure } from '../words/failures.ts'

/** As many characters as the server takes. */
export const LONGEST_REASON = 500

interface CancelProps {
  appointment: AppointmentReply
  onKeep(): void
  onCancelled(): void
}

/** Asks by naming the appointment, and for a reason that nobody has to give. */
export function Cancel({ appointment, onKeep, onCancelled }: CancelProps) {
  const { store } = useApp()
  const business = useSelect((select) => select(store).getSettings()?.business_name ?? '', [store])
  const { cancelAppointment } = useActions()
  const when = useWhen()
  const [reason, setReason] = useState('')
  const [sending, setSending] = useState(false)
  const [refused, setRefused] = useState<Failure | null>(null)
  const name = nameOf(appointment, when.start(appointment))
  const cancel = async () => {
    setSending(true)
    setRefused(null)
    const failure = await cancelAppointment(appointment.strong_id, reason)
    setSending(false)
    setRefused(failure)
    if (failure) return
    /* translators: %s: an appointment, such as "Consultation on Tue, 1 Dec, 10:00". */
    announce(sprintf(__('%s is cancelled.', 'appointease'), name))
    onCancelled()
  }
  return (
    <section className="ae-details" aria-labelledby="ae-heading-cancel">
      <StepHeading id="ae-heading-cancel" takesFocus>
        {/* translators: %s: an appointment, such as "Consultation on Tue, 1 Dec, 10:00". */}
        {sprintf(__('Cancel %s?', 'appointease'), name)}
      </StepHeading>
      <p>{__('The time goes back to others at once. We send you a mail that says so.', 'appointease')}</p>
      <TextArea
        label={__('Why?', 'appointease')}
        aside={__('optional', 'appointease')}
        /* translators: %s: the business's name. */
        hint={sprintf(__('%s reads it. You need not say.', 'appointease'), business)}
        rows={3}
        maxLength={LONGEST_REASON}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {refused && (
        <Notice kind="negative" urgent title={__('It was not cancelled', 'appointease')}>
          <p>{sayFailure(refused)}</p>
        </Notice>
      )}
      <div className="ae-actions">
        <Button look="negative" busy={sending} onClick={() => void cancel()}>
          {__('Yes, cancel it', 'appointease')}
        </Button>
        <Button onClick={onKeep}>{__('No, keep it', 'appointease')}</Button>
      </div>
    </section>
  )
}
