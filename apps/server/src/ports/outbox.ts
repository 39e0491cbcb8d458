import type { Instant } from '@appointease/domain'

export type OutboxKind =
  | 'one_time_code'
  | 'appointment_confirmed'
  | 'appointment_rescheduled'
  | 'appointment_cancelled'
  | 'appointment_reminder'
  | 'staff_notice'
  | 'owner_notice'

/** A message to be sent, as plain data; what it looks like is decided when it is sent. */
export interface OutboxEntry {
  /** Unique among what is kept, and that is long: the same cause makes no second message. Also the Message-ID's left part. */
  readonly messageKey: string
  readonly kind: OutboxKind
  /** Entries of one order key are handed over one after another, as they were added. Empty: in no order. */
  readonly orderKey: string
  readonly recipient: string
  /** JSON, as text; sealed for `one_time_code`. */
  readonly payload: string
  readonly createdAt: Instant
  /** Not sent before this. */
  readonly dueAt: Instant
  /** Not sent after this (a code that has expired helps nobody). */
  readonly discardAt?: Instant
}

export interface ClaimedEntry extends OutboxEntry {
  readonly id: number
  /** Claims before this one. */
  readonly attempts: number
}

/** Writing, inside the transaction of what causes the message. */
export interface OutboxWriter {
  /** A second entry of the same key is ignored. */
  addMessage(entry: OutboxEntry): Promise<void>
}

/** Sending. A claim is atomic: an entry is with one claimer until its lease ends. */
export interface OutboxQueue {
  /** Due entries, the longest due first, but none while an older one of the same order key is still waiting. */
  claimDue(now: Instant, leaseSeconds: number, limit: number): Promise<readonly ClaimedEntry[]>
  /** Sent, or kept because there is no mail server, or discarded; the payload is erased. */
  markDone(id: number, outcome: 'sent' | 'kept' | 'discarded', now: Instant): Promise<void>
  /** Puts it back until `dueAt`; `error` is short and names no recipient. */
  markFailed(id: number, error: string, dueAt: Instant): Promise<void>
  /** Given up after too many attempts; the payload is erased. */
  markDead(id: number, error: string, now: Instant): Promise<void>
  counts(): Promise<{ readonly waiting: number; readonly failed: number }>
  /** When the next entry that waits for no other is due, so that the sender can wait for it. */
  nextDueAt(): Promise<Instant | undefined>
}
