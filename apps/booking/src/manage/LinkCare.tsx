import type { AppointmentReply } from '@appointease/contract'
import { announce, Button, Notice } from '@appointease/ui'
import { __ } from '@wordpress/i18n'
import { useState } from 'react'
import { useActions, useApp } from '../app.tsx'
import { linkOnPage } from '../manageLink.ts'
import { sayFailure } from '../words/failures.ts'
import { CopyLink } from './CopyLink.tsx'

type State =
  | { kind: 'offered' }
  | { kind: 'sending' }
  | { kind: 'done'; url: string }
  | { kind: 'failed'; reason: string }

/** Mails are passed on, and their links with them: the customer can make those useless. */
export function LinkCare({ appointment }: { appointment: AppointmentReply }) {
  const { config } = useApp()
  const { revokeLinks } = useActions()
  const [state, setState] = useState<State>({ kind: 'offered' })
  const revoke = async () => {
    setState({ kind: 'sending' })
    const outcome = await revokeLinks(appointment.strong_id)
    if (!('url' in outcome)) return setState({ kind: 'failed', reason: sayFailure(outcome) })
    setState({ kind: 'done', url: linkOnPage(config.manageUrl, outcome.url) })
    announce(__('Links in earlier mails do not work any more.', 'appointease'))
  }
  if (state.kind === 'done') {
    return (
      <Notice
        kind="positive"
        title={__('Links in earlier mails do not work any more', 'appointease')}
        actions={<CopyLink url={state.url} />}
      >
        <p>{__('Mails from now on have a new link. Here it is for you, too.', 'appointease')}</p>
      </Notice>
    )
  }
  return (
    <>
      <p className="ae-quiet ae-small">
        {__(
          'Mails about this appointment have a link that opens it without a code. If you passed one on by mistake, make it useless.',
          'appointease',
        )}
      </p>
      {state.kind === 'failed' && (
        <Notice kind="negative" urgent title={__('The links still work', 'appointease')}>
          <p>{state.reason}</p>
        </Notice>
      )}
      <div className="ae-actions ae-quiet-actions">
        <Button look="quiet" busy={state.kind === 'sending'} onClick={() => void revoke()}>
          {__('Make links in earlier mails useless', 'appointease')}
        </Button>
      </div>
    </>
  )
}
