import type { ReactNode } from 'react'
import { bringIntoView } from './bringIntoView.ts'
import { Icon } from './Icon.tsx'

/** Says what has to be done first, after a button was pressed too early. */
export function MissingAnswer({ children }: { children: ReactNode }) {
  return (
    <p ref={bringIntoView} className="ae-error" role="alert">
      <Icon name="alert" />
      <span>{children}</span>
    </p>
  )
}
