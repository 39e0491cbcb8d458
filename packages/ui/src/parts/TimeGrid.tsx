import { __ } from '@wordpress/i18n'
import type { KeyboardEvent, ReactNode } from 'react'
import { Icon, type IconName } from './Icon.tsx'

type State = 'free' | 'looking' | 'held' | 'yours' | 'current' | 'taken'

/** One start, ready to be shown: all words are made. */
export interface TimeCell {
  id: string
  /** "10:00", or "02:00 (GMT-4)" where an hour comes twice. */
  label: string
  state: State
  /** The state in a word or two; for a held one, its countdown too. Empty when free. */
  word: string
  /** The whole in a sentence, for a screen reader. */
  sentence: string
}

interface TimeGridProps {
  groups: readonly { key: string; label: string; cells: readonly TimeCell[] }[]
  onChoose(id: string): void
  onPoint(id: string | null): void
  /** Called for a start that is there to be asked about: one that is held says when it will be free. */
  onAsk(id: string): void
  /** Put right under the cell's group: what there is to say about a start that could not be had. */
  note?: { group: string; content: ReactNode } | undefined
}

const icons: Record<State, IconName | undefined> = {
  free: undefined,
  looking: 'eye',
  held: 'hourglass',
  yours: 'check',
  current: 'calendar',
  taken: 'strike',
}

const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/** Arrow keys walk the times, beside Tab, which reaches each of them as well. */
function walk(event: KeyboardEvent<HTMLElement>) {
  const step = steps[event.key]
  if (!step) return
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('.ae-time:not(:disabled)')]
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
  if (at < 0) return
  const mirrored = event.key.startsWith('Arrow') && getComputedStyle(event.currentTarget).direction === 'rtl'
  const sideways = event.key === 'ArrowRight' || event.key === 'ArrowLeft'
  buttons[at + (mirrored && sideways ? -step : step)]?.focus()
  event.preventDefault()
}

function Cell({
  cell,
  onChoose,
  onPoint,
  onAsk,
}: { cell: TimeCell } & Omit<TimeGridProps, 'groups' | 'note'>) {
  const icon = icons[cell.state]
  const onlyTold = cell.state === 'held' || cell.state === 'current'
  return (
    <button
      type="button"
      className={`ae-time ae-time-${cell.state}`}
      disabled={cell.state === 'taken'}
      aria-disabled={onlyTold || undefined}
      aria-pressed={cell.state === 'yours'}
      onClick={() => (onlyTold ? onAsk(cell.id) : onChoose(cell.id))}
      onFocus={() => onPoint(cell.id)}
      onBlur={() => onPoint(null)}
      onPointerEnter={() => onPoint(cell.id)}
      onPointerLeave={() => onPoint(null)}
    >
      <span className="ae-visually-hidden">{cell.sentence}</span>
      <span className="ae-time-label" aria-hidden="true">
        {cell.label}
      </span>
      <span className="ae-time-word" aria-hidden="true">
        {icon && <Icon name={icon} />}
        {cell.word}
      </span>
    </button>
  )
}

export function TimeGrid({ groups, note, ...handlers }: TimeGridProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid in Chrome 90
    <div role="group" aria-label={__('Times', 'appointease')} onKeyDown={walk}>
      {groups.map((group) => (
        <section key={group.key} className="ae-times-group" aria-label={group.label}>
          <h3 className="ae-times-heading">{group.label}</h3>
          <div className="ae-times">
            {group.cells.map((cell) => (
              <Cell key={cell.id} cell={cell} {...handlers} />
            ))}
          </div>
          {note?.group === group.key && note.content}
        </section>
      ))}
    </div>
  )
}
