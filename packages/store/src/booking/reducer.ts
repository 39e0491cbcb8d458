import type { Alternative, BookAppointmentReply, BookAppointmentRequest } from '@appointease/contract'
import type { Failure } from '../api.ts'
import type { Start } from '../times/start.ts'

export const STEPS = ['service', 'employee', 'date', 'time', 'details', 'review', 'confirmed'] as const
export type Step = (typeof STEPS)[number]

/** A start with the employee who is to give it. */
export type Slot = Omit<Start, 'employeeIds'> & { employeeId: number; serviceId: number }

interface Choices {
  serviceId: number | null
  employee: number | 'any' | null
  date: string | null
}

export interface Details {
  name: string
  email: string
  phone: string
  notes: string
}

export interface Held {
  slot: Slot
  token: string
  /** Milliseconds since 1970. */
  until: number
}

/** The visitor's claim to a time. */
export type Hold =
  | { kind: 'none' }
  /** Shown as theirs at once; `kept` is what they hold until the server has answered. */
  | { kind: 'asking'; slot: Slot; kept: Held | null }
  | ({ kind: 'held' } & Held)
  /** Its time ran out. `stillFree` is null until that is known. */
  | { kind: 'lapsed'; slot: Slot; stillFree: boolean | null }
  | { kind: 'refused'; slot: Slot; error: Failure; alternatives: readonly Alternative[]; kept: Held | null }

/** A booking that was sent. Until it is answered, only the same body with the same key may be sent again. */
export interface Attempt {
  key: string
  body: BookAppointmentRequest
}

export type Submission =
  | { kind: 'none' }
  | { kind: 'sending'; attempt: Attempt }
  | { kind: 'unanswered'; attempt: Attempt; error: Failure }
  | { kind: 'refused'; error: Failure }
  | { kind: 'done'; reply: BookAppointmentReply }

export interface BookingState {
  step: Step
  choices: Choices
  details: Details
  hold: Hold
  submission: Submission
}

export type BookingAction =
  | { type: 'STEP'; step: Step }
  | { type: 'CHOSE'; choices: Partial<Choices> }
  | { type: 'TYPED'; details: Partial<Details> }
  | { type: 'HOLD'; hold: Hold }
  | { type: 'SUBMISSION'; submission: Submission }
  | { type: 'RESUMED'; booking: BookingState }
  | { type: 'STARTED_ANEW' }

export const emptyBooking: BookingState = {
  step: 'service',
  choices: { serviceId: null, employee: null, date: null },
  details: { name: '', email: '', phone: '', notes: '' },
  hold: { kind: 'none' },
  submission: { kind: 'none' },
}

export function booking(state: BookingState = emptyBooking, action: BookingAction): BookingState {
  switch (action.type) {
    case 'STEP':
      return { ...state, step: action.step }
    case 'CHOSE':
      return { ...state, choices: { ...state.choices, ...action.choices } }
    case 'TYPED':
      return { ...state, details: { ...state.details, ...action.details } }
    case 'HOLD':
      return { ...state, hold: action.hold }
    case 'SUBMISSION':
      return { ...state, submission: action.submission }
    case 'RESUMED':
      return action.booking
    case 'STARTED_ANEW':
      return { ...emptyBooking, details: { ...state.details, notes: '' } }
    default:
      return state
  }
}
