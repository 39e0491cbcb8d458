import { type Alternative as AlternativeReply, ERROR_CODES, type ErrorCode } from '@appointease/contract'
import type { Alternative, Refusal, RefusalKind } from '../commands/refusals.ts'
import { instantText } from '../instantText.ts'
import { EDGE_WORDS, type EdgeCode, REFUSAL_WORDS } from './words.ts'

/** A refusal or fault as it goes over the wire. */
export interface ErrorAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: {
    readonly code: ErrorCode
    readonly message: string
    readonly data: { readonly status: number }
  }
}

interface Row<Kind extends RefusalKind> {
  readonly code: ErrorCode
  readonly data?: (refusal: Extract<Refusal, { kind: Kind }>) => object
  readonly names?: (refusal: Extract<Refusal, { kind: Kind }>) => readonly string[]
  readonly retryAfterSeconds?: (refusal: Extract<Refusal, { kind: Kind }>) => number
}

/** Every expected "no" with its code; a kind without a row does not compile. */
const TABLE: { readonly [Kind in RefusalKind]: Row<Kind> } = {
  past_date: { code: 'PAST_DATE' },
  non_working_day: { code: 'NON_WORKING_DAY' },
  outside_hours: { code: 'OUTSIDE_HOURS' },
  blackout_date: { code: 'BLACKOUT_DATE' },
  staff_time_off: { code: 'STAFF_TIME_OFF' },
  outside_notice: {
    code: 'OUTSIDE_NOTICE',
    data: (refusal) => ({ min_notice_minutes: refusal.minimumNoticeMinutes }),
  },
  outside_window: { code: 'OUTSIDE_WINDOW', data: (refusal) => ({ last_date: refusal.lastDate }) },
  not_on_grid: { code: 'NOT_ON_GRID', data: (refusal) => ({ slot_duration: refusal.slotStepMinutes }) },
  nonexistent_time: { code: 'NONEXISTENT_TIME' },
  service_not_offered: { code: 'SERVICE_NOT_OFFERED' },
  slot_taken: {
    code: 'SLOT_TAKEN',
    data: (refusal) => ({ alternatives: refusal.alternatives.map(presentAlternative) }),
  },
  slot_locked: {
    code: 'SLOT_LOCKED',
    data: (refusal) => ({
      free_at: instantText(refusal.freeAt),
      alternatives: refusal.alternatives.map(presentAlternative),
    }),
  },
  lock_not_owned: { code: 'LOCK_NOT_OWNED' },
  cutoff_passed: {
    code: 'CUTOFF_PASSED',
    data: (refusal) => ({ cutoff_minutes: refusal.cutoffMinutes, deadline: instantText(refusal.deadline) }),
  },
  stale_version: { code: 'STALE_VERSION', data: (refusal) => ({ current_version: refusal.currentVersion }) },
  idempotency_conflict: { code: 'IDEMPOTENCY_CONFLICT' },
  otp_invalid: { code: 'OTP_INVALID' },
  otp_expired: { code: 'OTP_EXPIRED' },
  not_logged_in: { code: 'rest_not_logged_in' },
  session_expired: { code: 'SESSION_EXPIRED' },
  email_not_verified: { code: 'EMAIL_NOT_VERIFIED' },
  link_invalid: { code: 'LINK_INVALID' },
  forbidden: { code: 'rest_forbidden' },
  invalid_nonce: { code: 'rest_cookie_invalid_nonce' },
  origin_not_allowed: { code: 'ORIGIN_NOT_ALLOWED' },
  not_found: { code: 'NOT_FOUND' },
  rate_limited: { code: 'RATE_LIMITED', retryAfterSeconds: (refusal) => refusal.retryAfterSeconds },
  server_busy: { code: 'SERVER_BUSY', retryAfterSeconds: (refusal) => refusal.retryAfterSeconds },
  missing_param: {
    code: 'rest_missing_callback_param',
    names: (refusal) => refusal.params,
    data: (refusal) => ({ params: refusal.params }),
  },
  invalid_param: {
    code: 'rest_invalid_param',
    names: (refusal) => Object.keys(refusal.params),
    data: (refusal) => ({ params: refusal.params }),
  },
}

function presentAlternative(alternative: Alternative): AlternativeReply {
  return {
    date: alternative.date,
    time: alternative.time,
    employee_id: alternative.employeeId,
    start_utc: instantText(alternative.start),
  }
}

/** The code that programs know a refusal by; also the `reason` of checks and availability. */
export function codeOf(kind: RefusalKind): ErrorCode {
  return TABLE[kind].code
}

/** The words for people alone, where a refusal is told inside a reply of 200. */
export function messageOf(refusal: Refusal): string {
  const row = TABLE[refusal.kind] as Row<RefusalKind>
  return REFUSAL_WORDS[refusal.kind].replace('{names}', (row.names?.(refusal) ?? []).join(', '))
}

/** A refusal in WordPress's shape of an error. */
export function presentRefusal(refusal: Refusal): ErrorAnswer {
  const row = TABLE[refusal.kind] as Row<RefusalKind>
  return answer(row.code, messageOf(refusal), row.data?.(refusal) ?? {}, row.retryAfterSeconds?.(refusal))
}

/** What is refused before any command, and faults, which never say more than this. */
export function presentEdgeError(code: EdgeCode, retryAfterSeconds?: number): ErrorAnswer {
  return answer(code, EDGE_WORDS[code], {}, retryAfterSeconds)
}

function answer(code: ErrorCode, message: string, data: object, retryAfterSeconds?: number): ErrorAnswer {
  const status = ERROR_CODES[code]
  const waiting = retryAfterSeconds === undefined ? {} : { retry_after: retryAfterSeconds }
  return {
    status,
    headers: retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
    body: { code, message, data: { status, ...data, ...waiting } },
  }
}
