import { announce, Button } from '@appointease/ui'
import { __ } from '@wordpress/i18n'
import { useState } from 'react'

/** Where the browser lets no page write to its clipboard, the link itself is shown to be copied by hand. */
export function CopyLink({ url }: { url: string }) {
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'by-hand'>('none')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url)
      setOutcome('copied')
      announce(__('The link is copied.', 'appointease'))
    } catch {
      setOutcome('by-hand')
    }
  }
  if (outcome === 'by-hand')
    return (
      <input
        className="ae-input"
        readOnly
        aria-label={__('Link to this appointment', 'appointease')}
        value={url}
        onFocus={(event) => event.target.select()}
      />
    )
  return (
    <Button onClick={() => void copy()}>
      {outcome === 'copied' ? __('Copied', 'appointease') : __('Copy the link', 'appointease')}
    </Button>
  )
}
