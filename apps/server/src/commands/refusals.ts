import type { CalendarDate, Instant, SlotRefusal, WallTime } from '@appointease/domain'

/** A free start near the one that could not be had, on the business's wall clock. */
export interface Alternative {
  readonly date: CalendarDate
  readonly time: WallTime
  readonly employeeId: number
  readonly start: Instant
}

type PlainSlotRefusal = Exclude<SlotRefusal, { kind: 'slot_taken' | 'slot_locked' }>

/** Every expected "no" of this server. The table in http/refusals gives each kind its status, code and words. */
export type Refusal =
  | PlainSlotRefusal
  | { readonly kind: 'slot_taken'; readonly alternatives: readonly Alternative[] }
  | { readonly kind: 'slot_locked'; readonly freeAt: Instant; readonly alternatives: readonly Alternative[] }
  | { readonly kind: 'nonexistent_time' }
  | { readonly kind: 'lock_not_owned' }
  | { readonly kind: 'cutoff_passed'; readonly cutoffMinutes: number; readonly deadline: Instant }
  | { readonly kind: 'stale_version'; readonly currentVersion: number }
  | { readonly kind: 'idempotency_conflict' }
  | { readonly kind: 'otp_invalid' }
  | { readonly kind: 'otp_expired' }
  | { readonly kind: 'not_logged_in' }
  | { readonly kind: 'session_expired' }
  | { readonly kind: 'email_not_verified' }
  | { readonly kind: 'link_invalid' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'invalid_nonce' }
  | { readonly kind: 'origin_not_allowed' }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'rate_limited'; readonly retryAfterSeconds: number }
  | { readonly kind: 'server_busy'; readonly retryAfterSeconds: number }
  | { readonly kind: 'missing_param'; readonly params: readonly string[] }
  | { readonly kind: 'invalid_param'; readonly params: Readonly<Record<string, string>> }

export type RefusalKind = Refusal['kind']
