import type { Step } from '@appointease/store'
import { __, sprintf } from '@wordpress/i18n'

/** The question of each step, as its heading asks it. */
export function stepTitle(step: Step): string {
  switch (step) {
    case 'service':
      return __('Choose a service', 'appointease')
    case 'employee':
      return __('Choose who to see', 'appointease')
    case 'date':
      return __('Choose a day', 'appointease')
    case 'time':
      return __('Choose a time', 'appointease')
    case 'details':
      return __('Your details', 'appointease')
    case 'review':
      return __('Check and confirm', 'appointease')
    case 'confirmed':
      return __('Done', 'appointease')
  }
}

export function progressText(step: Step, steps: readonly Step[]): string {
  return sprintf(
    /* translators: 1: number of this step. 2: number of steps. 3: what this step asks for, such as "Choose a day". */
    __('Step %1$d of %2$d · %3$s', 'appointease'),
    steps.indexOf(step) + 1,
    steps.length,
    stepTitle(step),
  )
}
