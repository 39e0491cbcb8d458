import type { AppointmentReply } from '@appointease/contract'
import { movedAppointment, type Step } from '@appointease/store'
import { __ } from '@wordpress/i18n'
import { useEffect, useMemo } from 'react'
import { useActions, usePiece } from '../app.tsx'
import { Chips } from '../frame/Chips.tsx'
import { StepsProvider } from '../frame/stepsAround.ts'
import { useHoldWatch } from '../frame/useHoldWatch.ts'
import { useStepHistory } from '../frame/useStepHistory.ts'
import DateStep from '../steps/DateStep.tsx'
import { EmployeeStep } from '../steps/EmployeeStep.tsx'
import TimeStep from '../steps/TimeStep.tsx'
import { stepTitle } from '../words/steps.ts'
import { MoveCheck } from './MoveCheck.tsx'
import { Moved } from './Moved.tsx'
import { MoveSummary } from './MoveSummary.tsx'

function titleOf(step: Step): string {
  if (step === 'date') return __('Choose a new day', 'appointease')
  if (step === 'time') return __('Choose a new time', 'appointease')
  return step === 'details' ? __('Check and change', 'appointease') : stepTitle(step)
}

function Steps({ appointment }: { appointment: AppointmentReply }) {
  const step = usePiece((state) => state.booking.step)
  useHoldWatch()
  useStepHistory()
  return (
    <main className="ae-frame">
      <MoveSummary appointment={appointment} />
      <div className="ae-panel">
        <Chips without={['service', 'time']} />
        {step === 'employee' && <EmployeeStep />}
        {step === 'date' && <DateStep />}
        {step === 'time' && <TimeStep />}
        {step === 'details' && <MoveCheck appointment={appointment} />}
      </div>
    </main>
  )
}

interface MoveProps {
  appointment: AppointmentReply
  onLeave(): void
}

/** Chooses another time for an appointment, in the same live calendar as booking. Leaving it gives back what is held. */
export function Move({ appointment, onLeave }: MoveProps) {
  const { startMoving, stopMoving, goTo } = useActions()
  const moving = usePiece((state) => state.moving.now)
  const moved = usePiece((state) => movedAppointment(state.moving))
  const { id } = appointment
  // biome-ignore lint/correctness/useExhaustiveDependencies: begun once; what becomes of the appointment meanwhile is told
  useEffect(() => {
    void startMoving(appointment)
    return () => void stopMoving()
  }, [id, startMoving, stopMoving])
  const around = useMemo(
    () => ({
      titleOf,
      follow: true,
      backFrom: (step: Step) => {
        if (step === 'date') return onLeave
        return step === 'employee' ? () => void goTo('date') : undefined
      },
    }),
    [onLeave, goTo],
  )
  if (moving.kind === 'moved' && moving.appointment.id === id)
    return <Moved appointment={moving.appointment} before={moving.before} onDone={onLeave} />
  if (moved?.id !== id) return null
  return (
    <StepsProvider value={around}>
      <Steps appointment={moved} />
    </StepsProvider>
  )
}
