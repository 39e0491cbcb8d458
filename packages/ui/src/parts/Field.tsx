import { type InputHTMLAttributes, type ReactNode, type TextareaHTMLAttributes, useId } from 'react'
import { Icon } from './Icon.tsx'

interface Around {
  label: string
  /** Shown beside the label, such as "optional". */
  aside?: string | undefined
  hint?: ReactNode
  error?: string | undefined
}

function describe(id: string, { hint, error }: Around) {
  return [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined
}

function Frame({ id, label, aside, hint, error, children }: Around & { id: string; children: ReactNode }) {
  return (
    <div className="ae-field">
      <label className="ae-label" htmlFor={id}>
        {label}
        {aside && <span className="ae-label-aside"> {aside}</span>}
      </label>
      {children}
      {hint && (
        <p className="ae-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className="ae-error" id={`${id}-error`}>
          <Icon name="alert" />
          <span>{error}</span>
        </p>
      )}
    </div>
  )
}

type TextFieldProps = Around & Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'id'>

export function TextField({ label, aside, hint, error, ...input }: TextFieldProps) {
  const id = useId()
  const around = { label, aside, hint, error }
  return (
    <Frame id={id} {...around}>
      <input
        {...input}
        id={id}
        className="ae-input"
        aria-invalid={error ? true : undefined}
        aria-describedby={describe(id, around)}
      />
    </Frame>
  )
}

type TextAreaProps = Around & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'className' | 'id'>

export function TextArea({ label, aside, hint, error, ...input }: TextAreaProps) {
  const id = useId()
  const around = { label, aside, hint, error }
  return (
    <Frame id={id} {...around}>
      <textarea
        {...input}
        id={id}
        className="ae-input ae-input-tall"
        aria-invalid={error ? true : undefined}
        aria-describedby={describe(id, around)}
      />
    </Frame>
  )
}
