import type { Instant } from '@appointease/domain'
import type { AppointmentReader, AppointmentStore } from './appointments.ts'
import type { CalendarFeedStore } from './calendarFeeds.ts'
import type { Catalog, CatalogStore } from './catalog.ts'
import type { ConnectionSettings } from './connections.ts'
import type { CustomerStore } from './customers.ts'
import type { EmailTemplateStore } from './emailTemplates.ts'
import type { EphemeralStore } from './ephemeral.ts'
import type { EpochStore, StorageEpoch } from './epochs.ts'
import type { CodeStore, SessionStore, SessionWriter } from './identity.ts'
import type { InQuestion, SlotLockReader, SlotLockStore } from './locks.ts'
import type { ManageLinkReader, ManageLinkStore } from './manageLinks.ts'
import type { OutboxQueue, OutboxWriter } from './outbox.ts'
import type { OutsideCalendars } from './outsideCalendars.ts'
import type { ReminderStore } from './reminders.ts'
import type { ChangeLog } from './slotEvents.ts'
import type { WebhookQueue, WebhookRegister, WebhookWriter } from './webhooks.ts'

/** The first reply to a request that carried an idempotency key, to be given again. */
export interface IdempotencyRecord {
  /** Fingerprint of caller and key. */
  readonly scope: string
  /** Fingerprint of the body. */
  readonly bodyFingerprint: string
  readonly appointmentId: number
  /** The reply's JSON text. */
  readonly reply: string
  readonly createdAt: Instant
}

export interface IdempotencyStore {
  findReply(scope: string): Promise<IdempotencyRecord | undefined>
  saveReply(record: IdempotencyRecord): Promise<void>
}

/** What commits together. Reads inside see the transaction's own writes and nothing half done. */
export interface StorageTransaction {
  readonly appointments: AppointmentStore
  readonly manageLinks: ManageLinkStore
  readonly locks: SlotLockStore
  readonly customers: CustomerStore
  readonly sessions: SessionWriter
  readonly codes: CodeStore
  readonly outbox: OutboxWriter
  readonly webhooks: WebhookWriter
  readonly idempotency: IdempotencyStore
  /** The catalog as of a moment after the transaction has its employees to itself. */
  catalog(): Promise<Catalog>
  /**
   * The epoch as of a moment after the transaction has its employees to itself. `held`: no switch comes before
   * the transaction's end.
   */
  epoch(held: boolean): Promise<StorageEpoch>
}

export type Outcome<Value, Refusal> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal }

export interface Storage {
  /**
   * Runs `work` with these employees to itself: no other change of theirs comes between its reads and its commit.
   * Commits where `work` yields `ok: true`; rolls back everything where it yields a refusal or throws.
   * A returned value means: durable. `work` may run again after a deadlock, so it has no effect but through `tx`.
   * Throws StorageUnavailable where the database cannot be reached, is full or stays locked; nothing is then written.
   * Throws OutcomeUnknown where the connection was lost while committing: what became of the change is to be looked up,
   * and never to be written again blindly.
   * `about`: what is asked about this may be read ahead, in one go; nobody else counts the address's locks meanwhile.
   */
  change<Value, Refusal>(
    employeeIds: readonly number[],
    work: (tx: StorageTransaction) => Promise<Outcome<Value, Refusal>>,
    about?: InQuestion,
  ): Promise<Outcome<Value, Refusal>>
  /** Committed state. */
  readonly appointments: AppointmentReader
  readonly manageLinks: ManageLinkReader
  readonly locks: SlotLockReader
  readonly catalog: CatalogStore
  readonly customers: CustomerStore
  readonly sessions: SessionStore
  readonly emailTemplates: EmailTemplateStore
  readonly reminders: ReminderStore
  readonly outbox: OutboxQueue & OutboxWriter
  readonly webhooks: WebhookQueue & WebhookRegister
  readonly calendarFeeds: CalendarFeedStore
  readonly idempotency: Pick<IdempotencyStore, 'findReply'>
  /**
   * Removes what has expired (transients, sessions, codes, old idempotency records, messages that ended 90 days ago, and
   * deliveries of webhooks that are 30 days old); safe at any time. In steps, so that others get their turn: what has been removed stays so where a later step fails, and
   * where one kind fails the others are removed before it is thrown.
   */
  removeExpired(now: Instant): Promise<void>
  /** The database's own clock, which is the same for all processes on it. */
  now(): Promise<Instant>
  /** Resolves where the database answers; throws StorageUnavailable else. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** What opening a database gives. */
export interface OpenedStorage {
  readonly storage: Storage
  /** Pointing and counting in the database itself. */
  readonly ephemeral: EphemeralStore
  readonly epochs: EpochStore
  readonly connections: ConnectionSettings
  readonly calendars: OutsideCalendars
  readonly changes: ChangeLog
}

/** The database cannot do its work at present. Nothing was written; trying again later may succeed. */
export class StorageUnavailable extends Error {
  override readonly name: string = 'StorageUnavailable'
}

/** The connection was lost while committing: whether the change was kept is not known, and can be looked up. */
export class OutcomeUnknown extends StorageUnavailable {
  override readonly name = 'OutcomeUnknown'
}

/** Processes with different secrets share a database; each would take the others' sessions and locks for forged. */
export class SecretDiffers extends Error {
  override readonly name = 'SecretDiffers'
}

/** The database as it is set up cannot be used, however often it is tried; somebody must change something. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable'
  /** What is wrong, without a password. */
  readonly reason: string
  /** What would put it right: a statement, a setting or a version. */
  readonly example: string

  constructor(reason: string, example: string, options?: ErrorOptions) {
    super(`${reason} For example: ${example}`, options)
    this.reason = reason
    this.example = example
  }
}
