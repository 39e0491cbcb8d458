import { type KeyboardEvent, type MouseEvent, type ReactNode, useId } from 'react'
import { Icon } from './Icon.tsx'

interface ChoiceGroupProps {
  /** Id of the heading that asks the question. */
  labelledBy: string
  children: ReactNode
}

export function ChoiceGroup({ labelledBy, children }: ChoiceGroupProps) {
  return (
    <div role="radiogroup" aria-labelledby={labelledBy} className="ae-choices">
      {children}
    </div>
  )
}

interface ChoiceCardProps {
  name: string
  value: string
  title: string
  chosen: boolean
  lead?: ReactNode
  children?: ReactNode
  /** Marked, by any means: arrow keys, Space, a tap. */
  onChoose(): void
  /** Decided: a click, a tap or Enter. Arrow keys pass over cards on their way and decide nothing. */
  onDecide(): void
}

export function ChoiceCard({
  name,
  value,
  title,
  chosen,
  lead,
  children,
  onChoose,
  onDecide,
}: ChoiceCardProps) {
  const id = useId()
  // A key press on a radio button comes as a click too, but with `detail` 0.
  const decideByPointer = (event: MouseEvent<HTMLLabelElement>) => {
    if (event.detail > 0 && !(event.target instanceof HTMLInputElement)) onDecide()
  }
  const decideByEnter = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    onDecide()
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the radio button inside takes the keys
    <label className={chosen ? 'ae-card ae-card-chosen' : 'ae-card'} onClick={decideByPointer}>
      <input
        type="radio"
        className="ae-card-input"
        name={name}
        value={value}
        checked={chosen}
        onChange={onChoose}
        onKeyDown={decideByEnter}
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-more`}
      />
      {lead}
      <span className="ae-card-body">
        <span className="ae-card-title" id={`${id}-title`}>
          {title}
        </span>
        <span className="ae-card-more" id={`${id}-more`}>
          {children}
        </span>
      </span>
      <span className="ae-card-mark">
        <Icon name="check" />
      </span>
    </label>
  )
}
