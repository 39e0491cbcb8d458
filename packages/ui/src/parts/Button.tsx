import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode } from 'react'
import { Icon, type IconName } from './Icon.tsx'

type Look = 'main' | 'plain' | 'quiet' | 'negative'

interface Common {
  look?: Look
  icon?: IconName
  children: ReactNode
}

const pointsSideways = (icon: IconName) => icon === 'chevronStart' || icon === 'chevronEnd'

const classOf = (look: Look) => `ae-button ae-button-${look}`

type ButtonProps = Common & { busy?: boolean } & Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'>

/** While busy it stays focusable and keeps its words; further presses do nothing. */
export function Button({
  look = 'plain',
  icon,
  busy = false,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={classOf(look)}
      aria-disabled={busy || undefined}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
    >
      {busy ? (
        <span className="ae-spinner" aria-hidden="true" />
      ) : (
        icon && <Icon name={icon} flips={pointsSideways(icon)} />
      )}
      <span>{children}</span>
    </button>
  )
}

type LinkProps = Common & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'className'>

export function ButtonLink({ look = 'plain', icon, children, ...rest }: LinkProps) {
  return (
    <a {...rest} className={classOf(look)}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </a>
  )
}
