import { findService } from '../catalog/selectors.ts'
import { movedAppointment } from '../moving/reducer.ts'
import { dataOf } from '../remote.ts'
import type { State } from '../state.ts'
import {
  type Attempt,
  type BookingState,
  type Hold,
  type Slot,
  STEPS,
  type Step,
  type Submission,
} from './reducer.ts'

/** The slot that is this visitor's or was until just now; none while nothing was chosen. */
export function slotOf(hold: Hold): Slot | null {
  if (hold.kind === 'none') return null
  if (hold.kind === 'refused') return hold.kept?.slot ?? null
  return hold.slot
}

/** Whether a booking was sent of which nobody here knows yet if it was made. */
export const isUnsettled = (
  submission: Submission,
): submission is Extract<Submission, { attempt: Attempt }> =>
  submission.kind === 'sending' || submission.kind === 'unanswered'

/** The address to prove before booking: of what was sent and not answered, else the one that was typed. */
export function addressToProve({ details, submission }: BookingState): string {
  return (isUnsettled(submission) ? submission.attempt.body.email : details.email).trim()
}

export const getSlot = (state: State): Slot | null => slotOf(state.booking.hold)

/**
 * Steps with only one answer, which is given for the visitor, as an appointment that is moved gives its own. They can
 * still be opened.
 */
function answeredSteps(state: State): ReadonlySet<Step> {
  const services = dataOf(state.catalog)?.services ?? []
  const team = findService(state, state.booking.choices.serviceId)?.staff ?? []
  if (movedAppointment(state.moving)) return new Set(['service', 'employee'])
  const answered = new Set<Step>()
  if (services.length === 1) answered.add('service')
  if (team.length === 1) answered.add('employee')
  return answered
}

/** The steps that are counted aloud. */
export function getSteps(state: State): readonly Step[] {
  const answered = answeredSteps(state)
  return STEPS.filter((step) => step === state.booking.step || !answered.has(step))
}

const hasDetails = ({ details }: BookingState) => details.name.trim() !== '' && details.email.trim() !== ''

/** Whether everything that the step builds on has been answered. */
export function canOpen(state: State, step: Step): boolean {
  const { choices, hold, submission } = state.booking
  switch (step) {
    case 'service':
      return true
    case 'employee':
      return choices.serviceId !== null
    case 'date':
      return choices.serviceId !== null && choices.employee !== null
    case 'time':
      return canOpen(state, 'date') && choices.date !== null
    case 'details':
      return canOpen(state, 'date') && slotOf(hold) !== null
    case 'review':
      return canOpen(state, 'details') && hasDetails(state.booking)
    case 'confirmed':
      return submission.kind === 'done'
  }
}

function nearestOpen(state: State, from: Step, direction: 1 | -1): Step {
  const answered = answeredSteps(state)
  let at = STEPS.indexOf(from) + direction
  while (STEPS[at] && answered.has(STEPS[at] as Step)) at += direction
  const step = STEPS[at]
  return step && canOpen(state, step) ? step : from
}

export const getNextStep = (state: State): Step => nearestOpen(state, state.booking.step, 1)
export const getPreviousStep = (state: State): Step => nearestOpen(state, state.booking.step, -1)
