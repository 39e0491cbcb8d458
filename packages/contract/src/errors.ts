import type { SlotRefusal } from '@appointease/domain'
import { type Static, Type } from 'typebox'
import { Instant } from './schemas/values.ts'

/** Every code a reply can carry, with its status. A code never changes its meaning or its status. */
export const ERROR_CODES = {
  rest_missing_callback_param: 400,
  rest_invalid_param: 400,
  rest_invalid_json: 400,
  PAST_DATE: 400,
  NON_WORKING_DAY: 400,
  OUTSIDE_HOURS: 400,
  BLACKOUT_DATE: 400,
  STAFF_TIME_OFF: 400,
  OUTSIDE_NOTICE: 400,
  OUTSIDE_WINDOW: 400,
  NOT_ON_GRID: 400,
  NONEXISTENT_TIME: 400,
  SERVICE_NOT_OFFERED: 400,
  OTP_INVALID: 400,
  OTP_EXPIRED: 400,
  rest_not_logged_in: 401,
  SESSION_EXPIRED: 401,
  EMAIL_NOT_VERIFIED: 401,
  /** A signed link that is none, was made useless or has come to its end; which of them is not told. */
  LINK_INVALID: 401,
  rest_forbidden: 403,
  rest_cookie_invalid_nonce: 403,
  LOCK_NOT_OWNED: 403,
  CUTOFF_PASSED: 403,
  ORIGIN_NOT_ALLOWED: 403,
  rest_no_route: 404,
  NOT_FOUND: 404,
  SLOT_TAKEN: 409,
  SLOT_LOCKED: 409,
  LOCK_EXPIRED: 409,
  STALE_VERSION: 409,
  IDEMPOTENCY_CONFLICT: 409,
  rest_payload_too_large: 413,
  rest_unsupported_media_type: 415,
  RATE_LIMITED: 429,
  /** WordPress's own code for a fault that is masked. */
  internal_server_error: 500,
  /** Nothing was written. */
  STORAGE_UNAVAILABLE: 503,
  /** What was asked for may have been done or not; the same request with its idempotency key finds out. */
  OUTCOME_UNKNOWN: 503,
  /** Too much at once: whoever only looks is asked to come back, so that bookings get through. */
  SERVER_BUSY: 503,
} as const

export type ErrorCode = keyof typeof ERROR_CODES

/** Why a slot cannot be had, as `reason` of availability and checks names it: the domain's refusals in capitals. */
export const SLOT_REASONS = [
  'PAST_DATE',
  'NON_WORKING_DAY',
  'OUTSIDE_HOURS',
  'BLACKOUT_DATE',
  'STAFF_TIME_OFF',
  'OUTSIDE_NOTICE',
  'OUTSIDE_WINDOW',
  'NOT_ON_GRID',
  'NONEXISTENT_TIME',
  'SERVICE_NOT_OFFERED',
  'SLOT_TAKEN',
  'SLOT_LOCKED',
] as const satisfies readonly (ErrorCode & (Uppercase<SlotRefusal['kind']> | 'NONEXISTENT_TIME'))[]

export type SlotReason = (typeof SLOT_REASONS)[number]

/** A free slot near the one that was asked for. */
export const Alternative = Type.Object({
  date: Type.String({ description: "The business's wall clock, `YYYY-MM-DD`." }),
  time: Type.String(),
  employee_id: Type.Integer(),
  start_utc: Instant,
})
export type Alternative = Static<typeof Alternative>

/** WordPress's shape of an error. `data` may gain fields. */
export const ErrorReply = Type.Object({
  code: Type.String({ description: 'For programs; never changes.' }),
  message: Type.String({ description: 'For people; translated; says what to do next.' }),
  data: Type.Object(
    {
      status: Type.Integer({ minimum: 400, maximum: 599 }),
      params: Type.Optional(
        Type.Unsafe<string[] | Record<string, string>>({
          anyOf: [
            { type: 'array', items: { type: 'string' } },
            { type: 'object', additionalProperties: { type: 'string' } },
          ],
          description:
            '`rest_missing_callback_param`: a list of names. `rest_invalid_param`: name to reason.',
        }),
      ),
      alternatives: Type.Optional(
        Type.Array(Alternative, {
          maxItems: 5,
          description: '`SLOT_TAKEN`, `SLOT_LOCKED`: the nearest free slots.',
        }),
      ),
    },
    { additionalProperties: true },
  ),
})
export type ErrorReply = Static<typeof ErrorReply>

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_CODES, code)
