import type { Calendar } from '../schedule/types.ts'
import type { CalendarDate, Instant, Interval } from '../time/types.ts'

/** An active appointment (pending, confirmed, completed), as availability sees it. */
export interface Occupation {
  readonly appointmentId: number
  readonly employeeId: number
  readonly serviceId: number
  /** The appointment itself. */
  readonly slot: Interval
  /** With the buffers that were copied into it when it was made. */
  readonly occupied: Interval
}

/** Somebody's live claim on a slot. Expired ones are not facts: whoever reads them leaves them out. */
export interface SlotLock {
  readonly employeeId: number
  readonly serviceId: number | undefined
  readonly slot: Interval
  readonly occupied: Interval
  readonly expiresAt: Instant
  /** Opaque; equal for locks of one client. */
  readonly owner: string
}

/** What others have taken: everything whose `occupied` touches the interval that is asked about. */
export interface Occupancy {
  readonly appointments: readonly Occupation[]
  readonly locks: readonly SlotLock[]
}

export interface AvailabilityFacts {
  readonly calendar: Calendar
  readonly occupancy: Occupancy
  readonly now: Instant
}

/** Who is asking, and what of theirs does not stand in their own way. */
export interface Asker {
  /** Locks of this owner do not rule out. */
  readonly lockOwner?: string
  /** The appointment that is being moved does not rule out. */
  readonly exceptAppointmentId?: number
  /** Staff are exempt from notice and window. */
  readonly exemptFromPolicies?: boolean
}

export interface SlotQuestion extends Asker {
  readonly serviceId: number
  readonly employeeId: number
  readonly start: Instant
}

/** Why a slot cannot be had. `kind` is the wire's code in lower case. */
export type SlotRefusal =
  | { readonly kind: 'past_date' }
  | { readonly kind: 'non_working_day' }
  | { readonly kind: 'outside_hours' }
  | { readonly kind: 'blackout_date' }
  | { readonly kind: 'staff_time_off' }
  | { readonly kind: 'outside_notice'; readonly minimumNoticeMinutes: number }
  | { readonly kind: 'outside_window'; readonly lastDate: CalendarDate }
  | { readonly kind: 'not_on_grid'; readonly slotStepMinutes: number }
  | { readonly kind: 'service_not_offered' }
  | { readonly kind: 'slot_taken' }
  /** `freeAt`: when the last of the locks in the way expires unless it is used. */
  | { readonly kind: 'slot_locked'; readonly freeAt: Instant }

/** A start that can be booked: derived, never stored. */
export interface Slot {
  readonly serviceId: number
  readonly employeeId: number
  readonly slot: Interval
  readonly occupied: Interval
  /** Persons who still fit. */
  readonly remaining: number
}

export type SlotDecision =
  | { readonly ok: true; readonly slot: Slot }
  | { readonly ok: false; readonly refusal: SlotRefusal }
