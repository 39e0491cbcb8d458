import { type ErrorCode, SLOT_REASONS } from '../errors.ts'

/** Anything that reads from storage, or is refused for too much else that does. */
export const READS = [
  'STORAGE_UNAVAILABLE',
  'SERVER_BUSY',
  'internal_server_error',
] as const satisfies readonly ErrorCode[]

/** Anything that changes what is stored. */
export const WRITES = [...READS, 'OUTCOME_UNKNOWN'] as const satisfies readonly ErrorCode[]

/** Anything with parameters. */
export const TAKES_PARAMS = [
  'rest_missing_callback_param',
  'rest_invalid_param',
] as const satisfies readonly ErrorCode[]

/** Anything with a body. */
export const TAKES_BODY = [
  ...TAKES_PARAMS,
  'rest_invalid_json',
  'rest_payload_too_large',
  'rest_unsupported_media_type',
  'ORIGIN_NOT_ALLOWED',
] as const satisfies readonly ErrorCode[]

/** Anything that needs to know the caller. */
export const KNOWS_CALLER = ['rest_not_logged_in', 'SESSION_EXPIRED'] as const satisfies readonly ErrorCode[]

/** Anything that takes the signed link of an appointment. */
export const TAKES_LINK = ['LINK_INVALID'] as const satisfies readonly ErrorCode[]

/** Anything that claims a slot. */
export const CLAIMS_SLOT = [...SLOT_REASONS, 'NOT_FOUND'] as const satisfies readonly ErrorCode[]
