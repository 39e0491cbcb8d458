import type { WebhookEventType } from '@appointease/contract'
import type { Instant } from '@appointease/domain'

/** Where the owner wants to be told. */
export interface WebhookEndpoint {
  readonly id: number
  readonly url: string
  readonly events: readonly WebhookEventType[]
  /** What its deliveries are signed with, sealed. */
  readonly sealedSecret: string
  /** Whether it may be at an address that is not public, and be called without encryption. */
  readonly allowsPrivate: boolean
  readonly createdAt: Instant
}

export interface WebhookEvent {
  /** For receivers to know a repetition by: the same cause makes the same one. */
  readonly eventId: string
  readonly type: WebhookEventType
  /** The JSON text, as it is signed and sent. */
  readonly body: string
  readonly at: Instant
}

/** Writing, inside the transaction of what causes the event. */
export interface WebhookWriter {
  /** A delivery for each endpoint that wants the type. A second event of the same id is ignored. */
  addEvent(event: WebhookEvent): Promise<void>
}

/** One try. `error` is short and names no person; empty: it was taken. */
export interface WebhookAttempt {
  readonly at: Instant
  readonly durationMilliseconds: number
  /** None where no reply came. */
  readonly httpStatus: number | undefined
  readonly error: string
}

export interface ClaimedDelivery {
  readonly id: number
  readonly endpoint: WebhookEndpoint
  readonly eventId: string
  readonly body: string
  /** Tries before this one, since it was made or repeated. */
  readonly tries: number
  /** Which of the endpoint's claims this is. */
  readonly claim: number
}

export type AfterAttempt =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'waiting'; readonly dueAt: Instant }
  | { readonly kind: 'dead' }

/**
 * Delivering. An endpoint is with one claimer until its lease ends, and has one delivery at a time: one that is slow
 * keeps only itself waiting.
 */
export interface WebhookQueue {
  /** Of each endpoint that nobody has, the delivery that is due the longest; atomic. */
  claimDue(now: Instant, leaseSeconds: number, limit: number): Promise<readonly ClaimedDelivery[]>
  /**
   * Keeps the attempt, says what becomes of the delivery, and gives the endpoint back; atomic. Whoever has lost the
   * endpoint to another claimer only says that it was delivered. Nothing happens where the delivery is gone.
   */
  recordAttempt(
    claimed: Pick<ClaimedDelivery, 'id' | 'endpoint' | 'claim'>,
    attempt: WebhookAttempt,
    after: AfterAttempt,
  ): Promise<void>
  /** When the next delivery can be claimed. */
  nextDueAt(): Promise<Instant | undefined>
}

export type DeliveryStatus = 'waiting' | 'delivered' | 'dead'

/** What the owner sees of a delivery. */
export interface DeliveryRecord {
  readonly id: number
  readonly endpointId: number
  readonly eventId: string
  readonly type: WebhookEventType
  readonly status: DeliveryStatus
  readonly createdAt: Instant
  /** Of one that waits. */
  readonly dueAt: Instant
  /** All there were, in their order. */
  readonly attempts: readonly WebhookAttempt[]
}

/** What the owner does. Each is atomic. */
export interface WebhookRegister {
  addEndpoint(endpoint: Omit<WebhookEndpoint, 'id'>): Promise<number>
  findEndpoint(id: number): Promise<WebhookEndpoint | undefined>
  /** By id. */
  listEndpoints(): Promise<readonly WebhookEndpoint[]>
  /** With its deliveries, whatever became of them; false where there is none of that id. */
  removeEndpoint(id: number): Promise<boolean>
  /** The latest first. */
  listDeliveries(query: {
    endpointId?: number | undefined
    status?: DeliveryStatus | undefined
    limit: number
  }): Promise<readonly DeliveryRecord[]>
  /** Due at once, whatever became of it, and then tried as if it were new; false where there is none of that id. */
  repeatDelivery(id: number, now: Instant): Promise<boolean>
}

/** One request to a receiver. `Content-Type` and the like are the caller's. */
export interface WebhookCall {
  readonly url: string
  readonly allowsPrivate: boolean
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type WebhookAnswer = Pick<WebhookAttempt, 'httpStatus' | 'error'>

/** Calling receivers: never longer than a fixed time, and never at an address that is not public unless it is allowed. */
export interface WebhookCaller {
  /** Never rejects. */
  call(call: WebhookCall): Promise<WebhookAnswer>
}
