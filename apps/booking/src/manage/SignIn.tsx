import { Button, TextField } from '@appointease/ui'
import { __ } from '@wordpress/i18n'
import { type FormEvent, useState } from 'react'
import { useActions, usePiece } from '../app.tsx'
import { CodeEntry } from '../steps/CodeEntry.tsx'
import { checkDetails } from '../steps/checkDetails.ts'

export function SignIn() {
  const code = usePiece((state) => state.account.code)
  const { askCode, forgetCode } = useActions()
  const [email, setEmail] = useState('')
  const [left, setLeft] = useState(false)
  if (code.kind !== 'none')
    return <CodeEntry onWrongAddress={() => void forgetCode()} onProved={() => undefined} />
  const { email: error } = checkDetails({ name: '', phone: '', notes: '', email })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setLeft(true)
    if (!error) void askCode(email.trim())
  }
  return (
    <form className="ae-sign-in" noValidate onSubmit={submit}>
      <p>
        {__(
          'Give the address that you booked with, and we send you a code. No password needed.',
          'appointease',
        )}
      </p>
      <TextField
        label={__('E-mail', 'appointease')}
        type="email"
        inputMode="email"
        autoComplete="email"
        autoCapitalize="off"
        spellCheck={false}
        value={email}
        error={left ? error : undefined}
        onChange={(event) => setEmail(event.target.value)}
        onBlur={() => setLeft(email !== '')}
      />
      <Button look="main" type="submit">
        {__('Send me a code', 'appointease')}
      </Button>
    </form>
  )
}
