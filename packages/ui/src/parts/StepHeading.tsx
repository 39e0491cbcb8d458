import { type ReactNode, useEffect, useRef } from 'react'

interface StepHeadingProps {
  id: string
  /** The first step of a fresh page takes no focus: nobody asked it to. */
  takesFocus: boolean
  level?: 1 | 2
  children: ReactNode
}

/** Takes the focus when its step appears, so that keyboard and screen reader begin where the eye does. */
export function StepHeading({ id, takesFocus, level = 2, children }: StepHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const takesFocusAtFirst = useRef(takesFocus)
  useEffect(() => {
    if (!takesFocusAtFirst.current) return
    heading.current?.focus({ preventScroll: true })
    const app = heading.current?.closest('.appointease')
    if (app && app.getBoundingClientRect().top < 0) app.scrollIntoView({ block: 'start' })
  }, [])
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <Heading id={id} ref={heading} tabIndex={-1} className="ae-step-heading">
      {children}
    </Heading>
  )
}
