import type { AppointmentStatus } from '@appointease/domain'

/** Nothing here tells who the customer is: any script on the page can listen. */
export interface BookingCompleteDetail {
  readonly appointment_id: number
  readonly strong_id: string
  readonly service_id: number
  readonly employee_id: number
  /** `YYYY-MM-DD` and `HH:MM` on the business's wall clock. */
  readonly date: string
  readonly time: string
  readonly start_utc: string
  readonly end_utc: string
  readonly timezone: string
  readonly status: AppointmentStatus
}

/** The visitor's own lock. Its token is not told. */
export interface SlotLockedDetail {
  readonly date: string
  readonly time: string
  readonly employee_id: number
  readonly service_id?: number
  readonly expires_in: number
  readonly expires_at: string
}

export interface ConflictDetectedDetail {
  readonly code: 'SLOT_TAKEN' | 'SLOT_LOCKED' | 'LOCK_EXPIRED'
  readonly date: string
  readonly time: string
  readonly employee_id: number
  readonly service_id?: number
  readonly alternatives: readonly {
    readonly date: string
    readonly time: string
    readonly employee_id: number
    readonly start_utc: string
  }[]
}

export interface AppointEaseEvents {
  'appointease:booking:complete': BookingCompleteDetail
  'appointease:slot:locked': SlotLockedDetail
  'appointease:conflict:detected': ConflictDetectedDetail
}

export type AppointEaseEventName = keyof AppointEaseEvents

export const APPOINTEASE_EVENTS = [
  'appointease:booking:complete',
  'appointease:slot:locked',
  'appointease:conflict:detected',
] as const satisfies readonly AppointEaseEventName[]

/** Tells the page; bubbles, so that `document` hears what any element tells. */
export const announce = <Name extends AppointEaseEventName>(
  target: EventTarget,
  name: Name,
  detail: AppointEaseEvents[Name],
): boolean => target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }))

declare global {
  interface DocumentEventMap {
    'appointease:booking:complete': CustomEvent<BookingCompleteDetail>
    'appointease:slot:locked': CustomEvent<SlotLockedDetail>
    'appointease:conflict:detected': CustomEvent<ConflictDetectedDetail>
  }
}
