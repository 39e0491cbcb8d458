import type { Step } from '@appointease/store'
import { createContext, useContext } from 'react'
import { stepTitle } from '../words/steps.ts'

/** What the steps are a part of: a booking, or moving an appointment. */
interface StepsAround {
  titleOf(step: Step): string
  /** Where Back leads to from a step, if not to the one before it. */
  backFrom?(step: Step): (() => void) | undefined
  /** Whether the visitor came to the first step from elsewhere in the app, so that it takes the focus. */
  follow: boolean
}

const StepsContext = createContext<StepsAround>({ titleOf: stepTitle, follow: false })
export const StepsProvider = StepsContext.Provider
export const useStepsAround = (): StepsAround => useContext(StepsContext)
