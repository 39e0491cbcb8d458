import { addressToProve, type Submission, sameAddress } from '@appointease/store'
import { Button, MissingAnswer, Notice, Skeleton } from '@appointease/ui'
import { useSelect } from '@wordpress/data'
import { __ } from '@wordpress/i18n'
import { useEffect, useState } from 'react'
import { useActions, useApp, usePiece } from '../app.tsx'
import { HoldNotice } from '../frame/HoldNotice.tsx'
import { StepFrame } from '../frame/StepFrame.tsx'
import { sayFailure } from '../words/failures.ts'
import { CodeEntry } from './CodeEntry.tsx'
import { ReviewFacts } from './ReviewFacts.tsx'

const asksAgain = new Set(['EMAIL_NOT_VERIFIED', 'SESSION_EXPIRED', 'rest_not_logged_in'])
const saidByHold = new Set(['SLOT_TAKEN', 'SLOT_LOCKED', 'LOCK_EXPIRED'])

type Proof = 'unknown' | 'needed' | 'given'

/** Whether the address still has to be proved before booking. */
function useProof(): Proof {
  const { store } = useApp()
  const settings = useSelect((select) => select(store).getSettings(), [store])
  const session = usePiece((state) => state.account.session)
  const email = usePiece((state) => addressToProve(state.booking))
  if (!settings?.require_email_verification) return 'given'
  if (session.kind === 'unknown') return 'unknown'
  return session.kind === 'signed-in' && sameAddress(session.email, email) ? 'given' : 'needed'
}

/** Looks whose session is open, and has a code sent where one is needed: once an address. */
function useCodeRequest(proof: Proof): void {
  const email = usePiece((state) => addressToProve(state.booking))
  const code = usePiece((state) => state.account.code)
  const { loadSession, askCode, renew } = useActions()
  const asked = code.kind !== 'none' && sameAddress(code.email, email)
  useEffect(() => {
    if (proof === 'unknown') void loadSession()
    if (proof !== 'needed' || asked) return
    void askCode(email)
    // A mail takes its time: the hold starts its minutes anew.
    void renew()
  }, [proof, asked, email, loadSession, askCode, renew])
}

function Outcome({ submission, proof }: { submission: Submission; proof: Proof }) {
  const { book } = useActions()
  if (submission.kind === 'unanswered') {
    const title = __('We could not hear whether your booking went through', 'appointease')
    if (proof === 'needed') {
      return (
        <Notice kind="caution" urgent title={title}>
          <p>
            {__(
              'Too much time has passed since your address was checked. Enter the fresh code, and we ask again.',
              'appointease',
            )}
          </p>
          <p>{__('Asking again is safe: you will never be booked twice.', 'appointease')}</p>
        </Notice>
      )
    }
    return (
      <Notice
        kind="caution"
        urgent
        title={title}
        actions={<Button onClick={() => void book()}>{__('Ask again', 'appointease')}</Button>}
      >
        <p>{sayFailure(submission.error)}</p>
        <p>{__('Asking again is safe: you will never be booked twice.', 'appointease')}</p>
      </Notice>
    )
  }
  if (submission.kind !== 'refused' || saidByHold.has(submission.error.code)) return null
  if (asksAgain.has(submission.error.code)) {
    return (
      <Notice kind="caution" urgent title={__('Nothing was booked yet', 'appointease')}>
        <p>
          {__(
            'Too much time has passed since your address was checked. Here is a fresh code.',
            'appointease',
          )}
        </p>
      </Notice>
    )
  }
  return (
    <Notice kind="negative" urgent title={__('Nothing was booked', 'appointease')}>
      <p>{sayFailure(submission.error)}</p>
    </Notice>
  )
}

export default function ReviewStep() {
  const submission = usePiece((state) => state.booking.submission)
  const holdKind = usePiece((state) => state.booking.hold.kind)
  const code = usePiece((state) => state.account.code)
  const { book, goTo } = useActions()
  const proof = useProof()
  const [pressedWithout, setPressedWithout] = useState<'code' | 'time' | null>(null)
  useCodeRequest(proof)
  const sending = submission.kind === 'sending'
  const entersCode = code.kind === 'sent' && !code.wrong
  const lost = submission.kind !== 'unanswered' && (holdKind === 'lapsed' || holdKind === 'refused')
  const press = () => {
    if (proof === 'given' && !lost) void book()
    else setPressedWithout(lost ? 'time' : 'code')
  }
  return (
    <StepFrame
      step="review"
      action={
        <Button look="main" busy={sending} onClick={press}>
          {sending ? __('Booking …', 'appointease') : __('Book', 'appointease')}
        </Button>
      }
    >
      <HoldNotice />
      <Outcome submission={submission} proof={proof} />
      <div className="ae-review-columns">
        {proof === 'unknown' && <Skeleton shape="lines" label={__('One moment', 'appointease')} />}
        {proof === 'needed' && (
          <div className="ae-verify">
            <CodeEntry onWrongAddress={() => void goTo('details')} onProved={() => !lost && void book()} />
            <p className="ae-quiet ae-small">
              {__('The right code books your appointment at once.', 'appointease')}
            </p>
          </div>
        )}
        <ReviewFacts />
      </div>
      {pressedWithout === 'code' && proof === 'needed' && entersCode && !lost && (
        <MissingAnswer>{__('Enter the code from your mail first.', 'appointease')}</MissingAnswer>
      )}
      {pressedWithout === 'time' && lost && (
        <MissingAnswer>{__('Choose one of the free times above first.', 'appointease')}</MissingAnswer>
      )}
    </StepFrame>
  )
}
