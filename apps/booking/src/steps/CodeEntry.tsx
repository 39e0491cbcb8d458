import { Button, CodeField, formatCountdown, Notice, useNow } from '@appointease/ui'
import { __, sprintf } from '@wordpress/i18n'
import { useState } from 'react'
import { useActions, usePiece } from '../app.tsx'
import { sayFailure } from '../words/failures.ts'

interface CodeEntryProps {
  /** Leads back to where the address can be mended. */
  onWrongAddress(): void
  onProved(): void
}

function Resend({ email, againAt }: { email: string; againAt: number }) {
  const now = useNow(true)
  const { askCode } = useActions()
  const left = againAt - now
  if (left > 0) {
    return (
      <p className="ae-quiet ae-small ae-figures">
        {/* translators: %s: minutes and seconds, such as "0:42". */}
        {sprintf(
          __('No mail? Look in your spam folder, or ask for another code in %s.', 'appointease'),
          formatCountdown(left),
        )}
      </p>
    )
  }
  return (
    <Button look="quiet" onClick={() => void askCode(email)}>
      {__('Send another code', 'appointease')}
    </Button>
  )
}

/** Asks for the code that was mailed; checks it as soon as it is complete. */
export function CodeEntry({ onWrongAddress, onProved }: CodeEntryProps) {
  const code = usePiece((state) => state.account.code)
  const { askCode, checkCode } = useActions()
  const [digits, setDigits] = useState('')
  if (code.kind === 'none') return null
  if (code.kind === 'unsent') {
    return (
      <Notice
        kind="negative"
        urgent
        title={__('The code could not be sent', 'appointease')}
        actions={
          <>
            <Button onClick={() => void askCode(code.email)}>{__('Try again', 'appointease')}</Button>
            <Button look="quiet" onClick={onWrongAddress}>
              {__('Wrong address?', 'appointease')}
            </Button>
          </>
        }
      >
        <p>{sayFailure(code.error)}</p>
      </Notice>
    )
  }
  const check = async (entered: string) => {
    const proved = await checkCode(entered)
    if (proved) onProved()
    else setDigits('')
  }
  const wrong = code.kind === 'sent' && code.wrong ? sayFailure(code.wrong) : undefined
  return (
    <div className="ae-code-entry">
      <p>
        {code.kind === 'asking'
          ? /* translators: %s: an e-mail address. */
            sprintf(__('Sending a code to %s …', 'appointease'), code.email)
          : /* translators: %s: an e-mail address. */
            sprintf(__('We sent a code of six digits to %s.', 'appointease'), code.email)}{' '}
        <Button look="quiet" onClick={onWrongAddress}>
          {__('Wrong address?', 'appointease')}
        </Button>
      </p>
      <CodeField
        label={__('Code', 'appointease')}
        value={digits}
        busy={code.kind === 'checking'}
        error={wrong}
        onChange={setDigits}
        onComplete={(entered) => void check(entered)}
      />
      {code.kind === 'sent' && <Resend email={code.email} againAt={code.againAt} />}
      <p className="ae-visually-hidden" role="status">
        {code.kind === 'checking' && __('Checking the code', 'appointease')}
      </p>
    </div>
  )
}
