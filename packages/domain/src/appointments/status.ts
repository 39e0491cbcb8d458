import type { Service } from '../schedule/types.ts'

export type AppointmentStatus = 'pending' | 'confirmed' | 'completed' | 'cancelled' | 'no_show'

/** What a change of status means for the time that the appointment takes. */
export type OccupancyChange = 'kept' | 'freed' | 'claimed'

export type StatusDecision =
  | {
      readonly ok: true
      readonly status: AppointmentStatus
      /** False where it already was so: nothing is written, nobody is told. */
      readonly changed: boolean
      /** `claimed`: the time was free meanwhile and must be had again before the change may be written. */
      readonly occupancy: OccupancyChange
    }
  | {
      readonly ok: false
      readonly refusal: {
        readonly kind: 'status_not_allowed'
        readonly from: AppointmentStatus
        readonly to: AppointmentStatus
      }
    }

const FOLLOWING: Readonly<Record<AppointmentStatus, readonly AppointmentStatus[]>> = {
  pending: ['confirmed', 'cancelled'],
  confirmed: ['completed', 'cancelled', 'no_show'],
  completed: ['confirmed', 'no_show'],
  no_show: ['confirmed', 'completed'],
  cancelled: [],
}

/** Whether an appointment of this status occupies its time. */
export function isActive(status: AppointmentStatus): boolean {
  return status === 'pending' || status === 'confirmed' || status === 'completed'
}

/** The status in which an appointment of this service begins. */
export function firstStatus(service: Pick<Service, 'requiresApproval'>): AppointmentStatus {
  return service.requiresApproval ? 'pending' : 'confirmed'
}

/** The statuses that may follow; `cancelled` is final, what was noted about a past appointment can be corrected. */
export function followingStatuses(status: AppointmentStatus): readonly AppointmentStatus[] {
  return FOLLOWING[status]
}

/** Whether `current` may become `wanted`. Idempotent: a status that it already has is allowed and changes nothing. */
export function nextStatus(current: AppointmentStatus, wanted: AppointmentStatus): StatusDecision {
  if (current === wanted) return { ok: true, status: current, changed: false, occupancy: 'kept' }
  if (!FOLLOWING[current].includes(wanted)) {
    return { ok: false, refusal: { kind: 'status_not_allowed', from: current, to: wanted } }
  }
  return { ok: true, status: wanted, changed: true, occupancy: occupancyChange(current, wanted) }
}

function occupancyChange(from: AppointmentStatus, to: AppointmentStatus): OccupancyChange {
  if (isActive(from) === isActive(to)) return 'kept'
  return isActive(to) ? 'claimed' : 'freed'
}
