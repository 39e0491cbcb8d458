import type { AppointmentReply } from '@appointease/contract'
import type { Failure } from '@appointease/store'
import { Button, MissingAnswer, Notice, TextArea } from '@appointease/ui'
import { useSelect } from '@wordpress/data'
import { __, sprintf } from '@wordpress/i18n'
import { useState } from 'react'
import { useActions, useApp, usePiece } from '../app.tsx'
import { HoldNotice } from '../frame/HoldNotice.tsx'
import { StepFrame } from '../frame/StepFrame.tsx'
import { useChosen } from '../frame/useChosen.ts'
import { useWhen } from '../frame/useWhen.ts'
import { isOpen } from '../words/appointments.ts'
import { sayFailure } from '../words/failures.ts'
import { LONGEST_REASON } from './Cancel.tsx'

const saidByHold = new Set(['SLOT_TAKEN', 'SLOT_LOCKED'])

function Refused({ refused, appointment }: { refused: Failure; appointment: AppointmentReply }) {
  const when = useWhen()
  if (saidByHold.has(refused.code)) return null
  const stale = refused.code === 'STALE_VERSION'
  const gone = appointment.status === 'cancelled'
  if (!stale) {
    return (
      <Notice kind="negative" urgent title={__('Your appointment stays where it is', 'appointease')}>
        <p>{sayFailure(refused)}</p>
      </Notice>
    )
  }
  return (
    <Notice kind="caution" urgent title={__('It was changed somewhere else meanwhile', 'appointease')}>
      <p>
        {gone
          ? __('Your appointment has been cancelled, so it cannot be moved any more.', 'appointease')
          : /* translators: 1: a day and time, such as "Tue, 1 Dec, 10:00". 2: a person's name. */
            sprintf(
              __('It is now %1$s with %2$s. You can still change it to the time you chose.', 'appointease'),
              when.start(appointment),
              appointment.staff_name,
            )}
      </p>
    </Notice>
  )
}

function Unanswered({ error, onAsk }: { error: Failure; onAsk(): void }) {
  return (
    <Notice
      kind="caution"
      urgent
      title={__('We could not hear whether it was moved', 'appointease')}
      actions={<Button onClick={onAsk}>{__('Ask again', 'appointease')}</Button>}
    >
      <p>{sayFailure(error)}</p>
      <p>{__('Asking again is safe: you have one appointment, never two.', 'appointease')}</p>
    </Notice>
  )
}

function NewTime({ appointment }: { appointment: AppointmentReply }) {
  const { slot, giver } = useChosen()
  const when = useWhen()
  if (!slot) return null
  const [day, range] = [when.fullDay(slot), when.range(slot)]
  const another = giver && giver.id !== appointment.employee_id ? giver.name : undefined
  return (
    <p>
      {another === undefined
        ? /* translators: 1: a day. 2: a time from and to. */
          sprintf(__('%1$s, %2$s. The old time goes back to others.', 'appointease'), day, range)
        : /* translators: 1: a day. 2: a time from and to. 3: a person's name. */
          sprintf(
            __('%1$s, %2$s, with %3$s. The old time goes back to others.', 'appointease'),
            day,
            range,
            another,
          )}
    </p>
  )
}

/** What became of the last try. */
function Outcome({ appointment, onAsk }: { appointment: AppointmentReply; onAsk(): void }) {
  const moving = usePiece((state) => state.moving.now)
  if (moving.kind === 'unanswered') return <Unanswered error={moving.error} onAsk={onAsk} />
  if (moving.kind !== 'choosing' || !moving.refused) return null
  return <Refused refused={moving.refused} appointment={appointment} />
}

function useMainWords(): string {
  const sending = usePiece((state) => state.moving.now.kind === 'sending')
  const { slot } = useChosen()
  const when = useWhen()
  if (sending) return __('One moment …', 'appointease')
  /* translators: %s: a day and time, such as "Tue, 1 Dec, 10:00". */
  if (slot) return sprintf(__('Change to %s', 'appointease'), when.start(slot))
  return __('Change time', 'appointease')
}

/** The last look before the appointment is moved. */
export function MoveCheck({ appointment }: { appointment: AppointmentReply }) {
  const { store } = useApp()
  const business = useSelect((select) => select(store).getSettings()?.business_name ?? '', [store])
  const sending = usePiece((state) => state.moving.now.kind === 'sending')
  const isHeld = usePiece(({ booking: { hold } }) => hold.kind === 'held' || hold.kind === 'asking')
  const { move } = useActions()
  const words = useMainWords()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const press = () => {
    setMissing(!isHeld)
    if (isHeld) void move(reason)
  }
  const main = (
    <Button look="main" busy={sending} onClick={press}>
      {words}
    </Button>
  )
  return (
    <StepFrame step="details" action={isOpen(appointment) && main}>
      <div className="ae-move-check">
        <HoldNotice />
        <Outcome appointment={appointment} onAsk={press} />
        {isHeld && <NewTime appointment={appointment} />}
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
        {missing && !isHeld && (
          <MissingAnswer>{__('Choose one of the free times first.', 'appointease')}</MissingAnswer>
        )}
      </div>
    </StepFrame>
  )
}
