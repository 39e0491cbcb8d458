import { useEffect, useId, useRef } from 'react'
import { Icon } from './Icon.tsx'

interface CodeFieldProps {
  label: string
  value: string
  length?: number
  busy: boolean
  error?: string | undefined
  onChange(digits: string): void
  /** Called once each time the field becomes full. */
  onComplete(digits: string): void
}

/** Digits of other scripts that a keyboard or a mail may bring, as ASCII digits; everything else falls away. */
function digitsOf(text: string): string {
  return text
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/\D/g, '')
}

/** One field, so that paste and the phone's own code suggestion work. */
export function CodeField({ label, value, length = 6, busy, error, onChange, onComplete }: CodeFieldProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (error) input.current?.focus()
  }, [error])
  const take = (text: string) => {
    const digits = digitsOf(text).slice(0, length)
    onChange(digits)
    if (digits.length === length && digits !== value) onComplete(digits)
  }
  return (
    <div className="ae-field">
      <label className="ae-label" htmlFor={id}>
        {label}
      </label>
      <input
        ref={input}
        id={id}
        className="ae-input ae-code"
        inputMode="numeric"
        autoComplete="one-time-code"
        autoCapitalize="off"
        spellCheck={false}
        dir="ltr"
        value={value}
        readOnly={busy}
        onChange={(event) => take(event.target.value)}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
      />
      {error && (
        <p className="ae-error" id={`${id}-error`}>
          <Icon name="alert" />
          <span>{error}</span>
        </p>
      )}
    </div>
  )
}
