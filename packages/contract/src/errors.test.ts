import type { AppointmentStatus, SlotRefusal } from '@appointease/domain'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { ERROR_CODES, isErrorCode, type SlotReason } from './errors.ts'
import type { APPOINTMENT_STATUSES } from './schemas/appointments.ts'

/** The table of the wire contract, by status. */
const BY_STATUS: Readonly<Record<number, readonly string[]>> = {
  400: [
    'rest_missing_callback_param',
    'rest_invalid_param',
    'rest_invalid_json',
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
    'OTP_INVALID',
    'OTP_EXPIRED',
  ],
  401: ['rest_not_logged_in', 'SESSION_EXPIRED', 'EMAIL_NOT_VERIFIED', 'LINK_INVALID'],
  403: [
    'rest_forbidden',
    'rest_cookie_invalid_nonce',
    'LOCK_NOT_OWNED',
    'CUTOFF_PASSED',
    'ORIGIN_NOT_ALLOWED',
  ],
  404: ['rest_no_route', 'NOT_FOUND'],
  409: ['SLOT_TAKEN', 'SLOT_LOCKED', 'LOCK_EXPIRED', 'STALE_VERSION', 'IDEMPOTENCY_CONFLICT'],
  413: ['rest_payload_too_large'],
  415: ['rest_unsupported_media_type'],
  429: ['RATE_LIMITED'],
  500: ['internal_server_error'],
  503: ['STORAGE_UNAVAILABLE', 'OUTCOME_UNKNOWN', 'SERVER_BUSY'],
}

describe('error codes', () => {
  it('each have the one status that the contract gives them', () => {
    const expected = Object.entries(BY_STATUS).flatMap(([status, codes]) =>
      codes.map((code): [string, number] => [code, Number(status)]),
    )
    expect(ERROR_CODES).toEqual(Object.fromEntries(expected))
  })

  it('are told from other words, and from what every object inherits', () => {
    expect(isErrorCode('SLOT_TAKEN')).toBe(true)
    expect(isErrorCode('slot_taken')).toBe(false)
    expect(isErrorCode('toString')).toBe(false)
  })

  it('have one for every way in which the domain refuses a slot', () => {
    expectTypeOf<Uppercase<SlotRefusal['kind']> | 'NONEXISTENT_TIME'>().toEqualTypeOf<SlotReason>()
  })
})

describe('statuses', () => {
  it('are those of the domain, all of them', () => {
    expectTypeOf<AppointmentStatus>().toEqualTypeOf<(typeof APPOINTMENT_STATUSES)[number]>()
  })
})
