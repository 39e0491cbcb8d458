import { Progress } from '@appointease/ui'
import { useSelect } from '@wordpress/data'
import { useApp, usePiece } from '../app.tsx'
import { progressText } from '../words/steps.ts'

export function StepProgress() {
  const { store } = useApp()
  const step = usePiece((state) => state.booking.step)
  const steps = useSelect((select) => select(store).getSteps(), [store, step])
  return <Progress text={progressText(step, steps)} step={steps.indexOf(step) + 1} of={steps.length} />
}
