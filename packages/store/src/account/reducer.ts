import type { AppointmentReply } from '@appointease/contract'
import type { Failure } from '../api.ts'
import { dataOf, failed, idle, loading, type Remote, ready } from '../remote.ts'

/** Whether the browser's cookie opens a session, and whose; or whether the page has a link, and whether that opens its appointment. */
export type Session =
  | { kind: 'unknown' }
  | { kind: 'guest' }
  | { kind: 'signed-in'; email: string }
  | { kind: 'link' }
  | { kind: 'dead-link' }

export type Code =
  | { kind: 'none' }
  | { kind: 'asking'; email: string }
  /** `againAt`: from when another may be asked for, in milliseconds since 1970. */
  | { kind: 'sent'; email: string; againAt: number; wrong: Failure | null }
  | { kind: 'checking'; email: string; againAt: number }
  | { kind: 'unsent'; email: string; error: Failure }

export interface AccountState {
  session: Session
  code: Code
  appointments: Remote<readonly AppointmentReply[]>
}

export type AccountAction =
  | { type: 'SESSION'; session: Session }
  | { type: 'CODE'; code: Code }
  | { type: 'APPOINTMENTS_ASKED' }
  | { type: 'APPOINTMENTS_CAME'; appointments: readonly AppointmentReply[] }
  | { type: 'APPOINTMENTS_FAILED'; error: Failure }
  | { type: 'APPOINTMENT_CHANGED'; appointment: AppointmentReply }

const nobody: AccountState = { session: { kind: 'unknown' }, code: { kind: 'none' }, appointments: idle }

function exchange(state: AccountState, changed: AppointmentReply): AccountState {
  const known = dataOf(state.appointments)
  if (!known) return state
  const appointments = known.map((one) => (one.id === changed.id ? changed : one))
  return { ...state, appointments: ready(appointments) }
}

export function account(state: AccountState = nobody, action: AccountAction): AccountState {
  switch (action.type) {
    case 'SESSION':
      return action.session.kind === 'signed-in' || action.session.kind === 'link'
        ? { ...state, session: action.session }
        : { ...nobody, code: state.code, session: action.session }
    case 'CODE':
      return { ...state, code: action.code }
    case 'APPOINTMENTS_ASKED':
      return { ...state, appointments: loading(state.appointments) }
    case 'APPOINTMENTS_CAME':
      return { ...state, appointments: ready(action.appointments) }
    case 'APPOINTMENTS_FAILED':
      return { ...state, appointments: failed(state.appointments, action.error) }
    case 'APPOINTMENT_CHANGED':
      return exchange(state, action.appointment)
    default:
      return state
  }
}
