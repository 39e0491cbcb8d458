import { type Static, Type } from 'typebox'
import { Id, nullable } from './values.ts'

/** Opening and closing on a wall clock, half-open; an end at or before the start is on the next date. */
export const HoursInterval = Type.Unsafe<[string, string]>({
  type: 'array',
  items: { type: 'string' },
  minItems: 2,
  maxItems: 2,
  description: '`["09:00","12:00"]`',
})
export type HoursInterval = Static<typeof HoursInterval>

const DayHours = Type.Array(HoursInterval)

/** Every weekday is present; an empty list is a closed day. */
export const WeeklyHoursReply = Type.Object({
  sun: DayHours,
  mon: DayHours,
  tue: DayHours,
  wed: DayHours,
  thu: DayHours,
  fri: DayHours,
  sat: DayHours,
})
export type WeeklyHoursReply = Static<typeof WeeklyHoursReply>

/** `0` is Sunday. The flat fields describe the commonest day; `weekly` is the whole truth. */
export const BusinessHoursReply = Type.Object({
  working_days: Type.Array(Type.String(), { description: '`0` (Sunday) to `6`.' }),
  start_time: Type.String(),
  end_time: Type.String(),
  lunch_start: nullable(Type.String()),
  lunch_end: nullable(Type.String()),
  weekly: WeeklyHoursReply,
  timezone: Type.String(),
})
export type BusinessHoursReply = Static<typeof BusinessHoursReply>

export const TimeSlotsQuery = Type.Object({ service_id: Type.Optional(Id) })
export type TimeSlotsQuery = Static<typeof TimeSlotsQuery>

export const TimeSlotsReply = Type.Object({
  time_slots: Type.Array(Type.String()),
  slot_duration: Type.Integer({ description: 'Minutes from one start to the next.' }),
})
export type TimeSlotsReply = Static<typeof TimeSlotsReply>

export const SettingsReply = Type.Object({
  business_name: Type.String(),
  timezone: Type.String(),
  currency: Type.String(),
  locale: Type.String(),
  business_hours: BusinessHoursReply,
  working_days: Type.Array(Type.String()),
  time_slots: Type.Array(Type.String()),
  slot_duration: Type.Integer(),
  min_notice_minutes: Type.Integer(),
  booking_window_days: Type.Integer(),
  cancel_cutoff_minutes: Type.Integer(),
  reschedule_cutoff_minutes: Type.Integer(),
  require_email_verification: Type.Boolean(),
  lock_seconds: Type.Integer(),
})
export type SettingsReply = Static<typeof SettingsReply>

export const ServerDateReply = Type.Object({
  server_date: Type.String({ description: "`YYYY-MM-DD` on the business's wall clock." }),
  server_time: Type.String({ description: "`HH:MM:SS` on the business's wall clock." }),
  server_timestamp: Type.Integer({ description: 'Seconds since 1970-01-01T00:00:00Z.' }),
  timezone: Type.String(),
  utc_offset: Type.String({ description: '`+01:00`: local minus UTC, at this moment.' }),
})
export type ServerDateReply = Static<typeof ServerDateReply>
