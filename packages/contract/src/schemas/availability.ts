import { type Static, Type } from 'typebox'
import { SLOT_REASONS } from '../errors.ts'
import {
  AppointmentRef,
  CalendarDay,
  ClientId,
  EmployeeChoice,
  Id,
  Instant,
  InstantInput,
  oneOf,
  Time,
  TimeZone,
} from './values.ts'

export const DayAvailabilityRequest = Type.Object({
  date: CalendarDay,
  employee_id: Id,
  service_id: Type.Optional(Id),
})
export type DayAvailabilityRequest = Static<typeof DayAvailabilityRequest>

/** With `client_id`, the caller's own lock does not count against them either. */
export const RescheduleAvailabilityRequest = Type.Object({
  date: CalendarDay,
  employee_id: Id,
  exclude_appointment_id: AppointmentRef,
  service_id: Type.Optional(Id),
  client_id: Type.Optional(ClientId),
})
export type RescheduleAvailabilityRequest = Static<typeof RescheduleAvailabilityRequest>

export const SLOT_STATUSES = ['booked', 'locked', 'selected', 'blocked'] as const

/** Says that a start is not free and why, never who. */
export const SlotState = Type.Object({
  status: oneOf(SLOT_STATUSES),
  is_locked: Type.Boolean(),
  lock_remaining: Type.Integer({ minimum: 0, description: 'Seconds; 0 where there is no lock.' }),
})
export type SlotState = Static<typeof SlotState>

export const DaySlot = Type.Object({
  time: Type.String(),
  start_utc: Instant,
  available: Type.Boolean(),
  reason: Type.Unsafe<(typeof SLOT_REASONS)[number] | null>({
    type: ['string', 'null'],
    enum: [...SLOT_REASONS, null],
    description: 'The code that booking it would be refused with; null where it is available.',
  }),
})
export type DaySlot = Static<typeof DaySlot>

export const DayAvailabilityReply = Type.Object({
  date: Type.String(),
  employee_id: Type.Integer(),
  slot_duration: Type.Integer({ description: 'Minutes from one start to the next.' }),
  unavailable: Type.Array(Type.String()),
  booking_details: Type.Unsafe<Record<string, Static<typeof SlotState>>>({
    type: 'object',
    additionalProperties: SlotState,
    description: 'By start, `HH:MM`; only starts that are not simply free.',
  }),
  slots: Type.Array(DaySlot),
})
export type DayAvailabilityReply = Static<typeof DayAvailabilityReply>

/** With `client_id`, the caller's own lock does not count against them. */
export const AvailabilityQuery = Type.Object({
  service_id: Id,
  employee_id: Type.Optional(EmployeeChoice),
  from: CalendarDay,
  to: CalendarDay,
  timezone: Type.Optional(TimeZone),
  client_id: Type.Optional(ClientId),
})
export type AvailabilityQuery = Static<typeof AvailabilityQuery>

export const FreeSlot = Type.Object({
  time: Type.String({ description: 'On the wall clock of the `timezone` of the reply.' }),
  start_utc: Instant,
  end_utc: Instant,
  employee_ids: Type.Array(Type.Integer()),
  remaining: Type.Integer({ minimum: 1, description: 'Persons who still fit.' }),
})
export type FreeSlot = Static<typeof FreeSlot>

export const FreeDay = Type.Object({ date: Type.String(), slots: Type.Array(FreeSlot) })
export type FreeDay = Static<typeof FreeDay>

export const AvailabilityReply = Type.Object({
  timezone: Type.String({ description: 'The zone that dates and times of this reply are in.' }),
  days: Type.Array(FreeDay),
})
export type AvailabilityReply = Static<typeof AvailabilityReply>

export const CheckSlotRequest = Type.Object({
  date: CalendarDay,
  time: Time,
  employee_id: Id,
  service_id: Id,
  start_utc: Type.Optional(InstantInput),
})
export type CheckSlotRequest = Static<typeof CheckSlotRequest>

export const CheckSlotReply = Type.Object({
  available: Type.Boolean(),
  is_booked: Type.Boolean(),
  is_locked: Type.Boolean(),
  reason: Type.Optional(oneOf(SLOT_REASONS)),
  message: Type.String(),
})
export type CheckSlotReply = Static<typeof CheckSlotReply>
