import type { ReactNode } from 'react'
import { bringIntoView } from './bringIntoView.ts'
import { Icon, type IconName } from './Icon.tsx'

type Kind = 'info' | 'caution' | 'negative' | 'positive'

const icons: Record<Kind, IconName> = {
  info: 'info',
  caution: 'alert',
  negative: 'alert',
  positive: 'check',
}

interface NoticeProps {
  kind?: Kind
  title?: string | undefined
  icon?: IconName
  /** Spoken and brought into view as soon as it appears. For what answers something that the visitor has just done. */
  urgent?: boolean
  children?: ReactNode
  actions?: ReactNode
}

export function Notice({ kind = 'info', icon, title, urgent = false, children, actions }: NoticeProps) {
  return (
    <div
      ref={urgent ? bringIntoView : undefined}
      className={`ae-notice ae-notice-${kind}`}
      role={urgent ? 'alert' : undefined}
    >
      <Icon name={icon ?? icons[kind]} />
      <div className="ae-notice-body">
        {title && <p className="ae-notice-title">{title}</p>}
        {children}
        {actions && <div className="ae-actions">{actions}</div>}
      </div>
    </div>
  )
}
