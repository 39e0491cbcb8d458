import type { Details } from '@appointease/store'
import { Button, TextArea, TextField } from '@appointease/ui'
import { __ } from '@wordpress/i18n'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useActions, usePiece } from '../app.tsx'
import { HoldNotice } from '../frame/HoldNotice.tsx'
import { StepFrame } from '../frame/StepFrame.tsx'
import { checkDetails, LONGEST } from './checkDetails.ts'

const FORM = 'ae-details'

export default function DetailsStep() {
  const details = usePiece((state) => state.booking.details)
  const session = usePiece((state) => state.account.session)
  const { type, next, loadSession } = useActions()
  const [left, setLeft] = useState<ReadonlySet<keyof Details>>(new Set())
  const form = useRef<HTMLFormElement>(null)
  const errors = checkDetails(details)

  useEffect(() => {
    if (session.kind === 'unknown') void loadSession()
  }, [session.kind, loadSession])

  const field = (name: keyof Details) => ({
    name,
    value: details[name],
    error: left.has(name) ? errors[name] : undefined,
    onChange: (event: { target: { value: string } }) => void type({ [name]: event.target.value }),
    onBlur: () => details[name] !== '' && setLeft(new Set([...left, name])),
  })

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setLeft(new Set(['name', 'email', 'phone', 'notes']))
    const [first] = Object.keys(errors)
    if (first) form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus()
    else void next()
  }
  const optional = __('(optional)', 'appointease')
  return (
    <StepFrame
      step="details"
      action={
        <Button look="main" type="submit" form={FORM}>
          {__('Continue', 'appointease')}
        </Button>
      }
    >
      <HoldNotice />
      <form id={FORM} ref={form} noValidate onSubmit={submit}>
        <TextField
          {...field('name')}
          label={__('Name', 'appointease')}
          autoComplete="name"
          maxLength={LONGEST.name}
          required
        />
        <TextField
          {...field('email')}
          label={__('E-mail', 'appointease')}
          type="email"
          inputMode="email"
          autoComplete="email"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={LONGEST.email}
          required
          hint={__('For your confirmation, and to see or cancel it later.', 'appointease')}
        />
        <TextField
          {...field('phone')}
          label={__('Telephone', 'appointease')}
          aside={optional}
          type="tel"
          inputMode="tel"
          autoComplete="tel"
        />
        <TextArea
          {...field('notes')}
          label={__('Anything we should know?', 'appointease')}
          aside={optional}
          rows={3}
          maxLength={LONGEST.notes}
        />
      </form>
    </StepFrame>
  )
}
