import type { ErrorCode } from '@appointease/contract'
import type { RefusalKind } from '../commands/refusals.ts'

/** What people read when something is refused: what happened, and what to do next. */
export const REFUSAL_WORDS = {
  past_date: 'That time has already passed. Please choose a later one.',
  non_working_day: 'Nobody works on that day. Please choose another day.',
  outside_hours: 'That time is outside working hours. Please choose another time.',
  blackout_date: 'The business is closed on that day. Please choose another day.',
  staff_time_off: 'This person is away then. Please choose another time or another person.',
  outside_notice: 'That is too soon to book online. Please choose a later time.',
  outside_window: 'That day cannot be booked yet. Please choose an earlier one.',
  not_on_grid: 'Appointments do not start at that minute. Please choose one of the times on offer.',
  nonexistent_time: 'The clocks skip that time on that day. Please choose another time.',
  service_not_offered: 'This service is not offered by this person. Please choose another service or person.',
  slot_taken: 'Somebody has just booked that time. Please choose another one.',
  slot_locked:
    'Somebody is holding that time while they book. Please choose another one, or try again shortly.',
  lock_not_owned: 'That time is held by somebody else. Please choose another one.',
  cutoff_passed: 'It is too late to change this appointment online. Please contact the business.',
  stale_version: 'This appointment has changed since you opened it. Please load it again.',
  idempotency_conflict:
    'This request was sent before with other details. Nothing was booked by this one; please start again.',
  otp_invalid: 'That code is not right. Please check it, or ask for a new one.',
  otp_expired: 'That code has expired. Please ask for a new one.',
  not_logged_in: 'Please sign in with a code first.',
  session_expired: 'You have been signed out. Please sign in again with a new code.',
  email_not_verified: 'Please prove your e-mail address with a code first.',
  link_invalid:
    'This link does not open the appointment any more. Please use the newest mail, or sign in with a code.',
  forbidden: 'You may not see or change this. Please sign in with the address it belongs to.',
  invalid_nonce: 'This page has been open for a while. Please reload it and try again.',
  origin_not_allowed: 'This site may not book here yet. Please ask the owner to add it to the allowed sites.',
  not_found: 'There is nothing here by that name. Please check it, or start again.',
  rate_limited: 'That was a lot in a short time. Please wait a moment and try again.',
  server_busy: 'There is a lot going on here at the moment. Please try again shortly.',
  missing_param: 'Something is missing. Please fill in: {names}.',
  invalid_param: 'Something is not quite right. Please check: {names}.',
} as const satisfies Record<RefusalKind, string>

/** What is said where no command was reached. */
export const EDGE_WORDS = {
  rest_no_route: 'There is nothing at this address. Please check the address and the method.',
  rest_invalid_json: 'The request could not be read as JSON. Please check it and send it again.',
  rest_payload_too_large: 'The request is too large. Please send less than 64 KiB.',
  rest_unsupported_media_type: 'This content type is not understood here. Please send JSON.',
  SERVER_BUSY: 'There is a lot going on here at the moment. Please try again shortly.',
  internal_server_error: 'Something went wrong on our side. Please try again in a moment.',
  STORAGE_UNAVAILABLE:
    'We cannot reach our calendar at the moment. Nothing was changed; please try again shortly.',
  OUTCOME_UNKNOWN:
    'We lost our calendar just then and cannot say whether this was saved. Please look before you try again.',
} as const satisfies Partial<Record<ErrorCode, string>>

export type EdgeCode = keyof typeof EDGE_WORDS
