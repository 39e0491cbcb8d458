import { Button, Notice } from '@appointease/ui'
import { __, sprintf } from '@wordpress/i18n'
import { useState } from 'react'
import { useActions } from '../app.tsx'
import { sayFailure } from '../words/failures.ts'

/** Here, or everywhere: on the telephone that was lost, too. */
export function SignOut({ email, onEverywhere }: { email: string; onEverywhere(): void }) {
  const { signOut } = useActions()
  const [failed, setFailed] = useState('')
  const leave = async (scope: 'this' | 'everywhere') => {
    const failure = await signOut(scope)
    if (failure) setFailed(sayFailure(failure))
    else if (scope === 'everywhere') onEverywhere()
  }
  return (
    <footer className="ae-account">
      <p className="ae-quiet ae-small ae-breakable">
        {/* translators: %s: an e-mail address. */}
        {sprintf(__('Signed in as %s.', 'appointease'), email)}
      </p>
      {failed && (
        <Notice kind="negative" urgent title={__('You are still signed in', 'appointease')}>
          <p>{failed}</p>
        </Notice>
      )}
      <div className="ae-actions ae-quiet-actions">
        <Button look="quiet" onClick={() => void leave('this')}>
          {__('Sign out here', 'appointease')}
        </Button>
        <Button look="quiet" onClick={() => void leave('everywhere')}>
          {__('Sign out everywhere', 'appointease')}
        </Button>
      </div>
      <p className="ae-quiet ae-small">
        {__('Everywhere means every browser and device that signed in with this address.', 'appointease')}
      </p>
    </footer>
  )
}
