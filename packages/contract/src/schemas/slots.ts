import { type Static, Type } from 'typebox'
import {
  AppointmentRef,
  CalendarDay,
  ClientId,
  EmployeeIds,
  Id,
  Instant,
  InstantInput,
  LockToken,
  nullable,
  orBlank,
  RedisOps,
  RedisStatus,
  StorageMode,
  Time,
  Version,
  YES,
} from './values.ts'

const StartUtc = Type.Optional(InstantInput)

/**
 * `start_utc` tells the two occurrences of a repeated hour apart; where given, it lies at `date` and `time`.
 * `exclude_appointment_id`, for moving it, is an appointment of the caller's own that does not stand in the way.
 */
export const SelectSlotRequest = Type.Object({
  date: CalendarDay,
  time: Time,
  employee_id: Id,
  service_id: Type.Optional(Id),
  client_id: ClientId,
  lock_token: Type.Optional(orBlank(LockToken)),
  start_utc: StartUtc,
  exclude_appointment_id: Type.Optional(AppointmentRef),
})
export type SelectSlotRequest = Static<typeof SelectSlotRequest>

export const SlotLockReply = Type.Object({
  token: Type.String(),
  date: Type.String(),
  time: Type.String(),
  employee_id: Type.Integer(),
  expires_in: Type.Integer({ description: 'Seconds.' }),
  expires_at: Instant,
})
export type SlotLockReply = Static<typeof SlotLockReply>

export const SelectSlotReply = Type.Object({
  success: YES,
  lock: SlotLockReply,
  storage_mode: StorageMode,
  redis_ops: RedisOps,
})
export type SelectSlotReply = Static<typeof SelectSlotReply>

export const DeselectSlotRequest = Type.Object({
  date: CalendarDay,
  time: Time,
  employee_id: Id,
  client_id: ClientId,
  lock_token: LockToken,
  start_utc: StartUtc,
})
export type DeselectSlotRequest = Static<typeof DeselectSlotRequest>

export const SlotStoredReply = Type.Object({ success: YES, storage_mode: StorageMode })
export type SlotStoredReply = Static<typeof SlotStoredReply>

/** `time: null` points at nothing any more. */
export const ActiveSlotRequest = Type.Object({
  date: CalendarDay,
  time: nullable(Time),
  employee_id: Id,
  client_id: ClientId,
})
export type ActiveSlotRequest = Static<typeof ActiveSlotRequest>

export const PollSlotsQuery = Type.Object({
  date: CalendarDay,
  employee_id: Id,
  service_id: Type.Optional(orBlank(Id)),
  client_id: Type.Optional(orBlank(ClientId)),
  since: Type.Optional(orBlank(Version)),
})
export type PollSlotsQuery = Static<typeof PollSlotsQuery>

export const StreamSlotsQuery = Type.Object({
  date: CalendarDay,
  employee_id: EmployeeIds,
  service_id: Type.Optional(orBlank(Id)),
  client_id: Type.Optional(orBlank(ClientId)),
})
export type StreamSlotsQuery = Static<typeof StreamSlotsQuery>

/** That of twenty employees, each with an id of fifteen digits and eight characters of a version, has no more than 500. */
export const LONGEST_EVENT_ID = 512

export const StreamSlotsHeaders = Type.Object({
  'last-event-id': Type.Optional(
    Type.String({
      maxLength: LONGEST_EVENT_ID,
      description: 'The last `id` that was heard: only what has changed since comes first.',
    }),
  ),
})

/** `client_id` is the alias. */
export const ActiveSelectionReply = Type.Object({
  client_id: Type.String(),
  time: Type.String(),
  timestamp: Type.Integer({ description: 'Seconds since 1970-01-01T00:00:00Z.' }),
})
export type ActiveSelectionReply = Static<typeof ActiveSelectionReply>

export const LockSeenReply = Type.Object({
  time: Type.String(),
  client_id: Type.String(),
  expires_in: Type.Integer({ description: 'Seconds.' }),
})
export type LockSeenReply = Static<typeof LockSeenReply>

/** One day of one employee, as poll, heartbeat and push send it. */
export const SlotFields = Type.Object({
  appointease_active_selections: Type.Array(ActiveSelectionReply),
  appointease_booked_slots: Type.Array(Type.String()),
  appointease_locked_slots: Type.Array(Type.String()),
  appointease_locks: Type.Array(LockSeenReply),
  appointease_version: Type.String(),
  appointease_you: Type.Optional(
    Type.String({ description: "The caller's own alias; absent without `client_id`." }),
  ),
  redis_status: RedisStatus,
  storage_mode: StorageMode,
  redis_ops: RedisOps,
  server_time: Type.Integer({ description: 'Seconds since 1970-01-01T00:00:00Z.' }),
})
export type SlotFields = Static<typeof SlotFields>

/** The whole reply where `since` is still the present version. */
export const SlotsUnchanged = Type.Object({
  appointease_version: Type.String(),
  appointease_unchanged: YES,
  redis_status: RedisStatus,
  storage_mode: StorageMode,
  server_time: Type.Integer(),
})
export type SlotsUnchanged = Static<typeof SlotsUnchanged>

export const PollSlotsReply = Type.Union([SlotFields, SlotsUnchanged])
export type PollSlotsReply = Static<typeof PollSlotsReply>

/** What `data` of an `event: slots` says: one day of one of the employees of the stream. */
export const StreamedSlots = Type.Object({ ...SlotFields.properties, employee_id: Type.Integer() })
export type StreamedSlots = Static<typeof StreamedSlots>

/** What `data` of an `event: end` says: the server stops in order; come back after so many milliseconds. */
export const StreamEnd = Type.Object({ retry: Type.Integer() })
export type StreamEnd = Static<typeof StreamEnd>

export const SlotStream = Type.String({
  description:
    'Server-Sent Events. `event: slots`: `data` is the JSON of one employee’s day, the heartbeat’s slot fields and `employee_id`; `id` is its version, or, for several employees, what all of them have come to. `event: end`: `data` is `{"retry":MILLISECONDS}`. A comment every 15 s.',
})
