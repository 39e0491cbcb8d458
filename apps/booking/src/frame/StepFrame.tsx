import type { Step } from '@appointease/store'
import { Button, StepHeading } from '@appointease/ui'
import { useSelect } from '@wordpress/data'
import { __ } from '@wordpress/i18n'
import type { ReactNode } from 'react'
import { useActions, useApp } from '../app.tsx'
import { useStepsAround } from './stepsAround.ts'

interface StepFrameProps {
  step: Step
  lead?: ReactNode
  children: ReactNode
  /** The main button; the way back stands beside it. */
  action?: ReactNode
}

// The page's own beginning keeps the focus until the visitor has moved to another step.
let isFirstStep = true

export function StepFrame({ step, lead, children, action }: StepFrameProps) {
  const { store } = useApp()
  const { goTo } = useActions()
  const previous = useSelect((select) => select(store).getPreviousStep(), [store])
  const { titleOf, backFrom, follow } = useStepsAround()
  const back = backFrom?.(step) ?? (previous === step ? undefined : () => void goTo(previous))
  const takesFocus = follow || !isFirstStep
  isFirstStep = false
  return (
    <section className="ae-step" aria-labelledby={`ae-heading-${step}`}>
      <StepHeading id={`ae-heading-${step}`} takesFocus={takesFocus}>
        {titleOf(step)}
      </StepHeading>
      {lead}
      <div className="ae-step-body">{children}</div>
      <div className={action ? 'ae-step-actions ae-step-actions-main' : 'ae-step-actions'}>
        {back && (
          <Button look="quiet" icon="chevronStart" onClick={back}>
            {__('Back', 'appointease')}
          </Button>
        )}
        {action}
      </div>
    </section>
  )
}
