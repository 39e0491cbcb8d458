import type { AppointmentReply } from '@appointease/contract'
import type { Failure } from '../api.ts'

/** Moving an appointment to another time: the new one is held like any other while the old one stays booked. */
export type Moving =
  | { kind: 'none' }
  /** `refused`: why the last try changed nothing. */
  | { kind: 'choosing'; appointment: AppointmentReply; refused: Failure | null }
  | { kind: 'sending'; appointment: AppointmentReply }
  /** Nobody here knows whether it was moved. */
  | { kind: 'unanswered'; appointment: AppointmentReply; error: Failure }
  | { kind: 'moved'; appointment: AppointmentReply; before: AppointmentReply }

/** Starts of one date that nothing but the appointment itself, or somebody's hold, keeps its employee from giving. */
interface Spared {
  date: string
  starts: readonly { time: string; start_utc: string }[]
}

export interface MovingState {
  now: Moving
  spared: Spared | null
}

export type MovingAction = { type: 'MOVING'; moving: Moving } | { type: 'SPARED'; spared: Spared }

const still: MovingState = { now: { kind: 'none' }, spared: null }

export function moving(state: MovingState = still, action: MovingAction): MovingState {
  switch (action.type) {
    case 'MOVING':
      return action.moving.kind === 'none' ? still : { ...state, now: action.moving }
    case 'SPARED':
      return state.now.kind === 'none' ? state : { ...state, spared: action.spared }
    default:
      return state
  }
}

/** The appointment that is being moved, as it is booked. */
export const movedAppointment = ({ now }: MovingState): AppointmentReply | null =>
  now.kind === 'none' || now.kind === 'moved' ? null : now.appointment

export const isMoveUnsettled = ({ now }: MovingState): boolean =>
  now.kind === 'sending' || now.kind === 'unanswered'
