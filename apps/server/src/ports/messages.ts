import type { Instant } from '@appointease/domain'
import type { AppointmentRecord } from './appointments.ts'
import type { BusinessSettings } from './catalog.ts'
import type { OutboxEntry, OutboxKind } from './outbox.ts'
import type { Seals } from './seals.ts'

export type AppointmentMessageKind = Exclude<OutboxKind, 'one_time_code'>

/** What a mail or a calendar entry says of an appointment. Notes, telephone and own questions are never in it. */
export type AppointmentFacts = Pick<
  AppointmentRecord,
  | 'strongId'
  | 'status'
  | 'slot'
  | 'timeZone'
  | 'name'
  | 'priceMinor'
  | 'currency'
  | 'serviceName'
  | 'employeeName'
  | 'version'
  | 'createdAt'
  | 'updatedAt'
>

export interface AppointmentMessage {
  readonly kind: AppointmentMessageKind
  readonly appointment: AppointmentFacts
  /** The recipient's zone and BCP 47 locale; the business's where the recipient named none. */
  readonly timeZone: string
  readonly locale: string
  /** Opens this one appointment without a session. Added when it is delivered: what lies in the outbox opens nothing. */
  readonly manageUrl?: string
}

export interface CodeMessage {
  readonly kind: 'one_time_code'
  readonly code: string
  readonly issuedAt: Instant
  readonly expiresAt: Instant
}

/** A message of the outbox, read back from its payload. */
export type Message = AppointmentMessage | CodeMessage

const SEAL_PURPOSE = 'outbox'

/** One version of an appointment makes at most one message of a kind: the key is made of both. Due at once. */
export function appointmentMessage(
  kind: AppointmentMessageKind,
  appointment: AppointmentRecord,
  settings: BusinessSettings,
  now: Instant,
): OutboxEntry {
  const message: Omit<AppointmentMessage, 'kind'> = {
    appointment: factsOf(appointment),
    timeZone: appointment.customerTimeZone || settings.rules.timeZone,
    locale: appointment.customerLocale || settings.locale,
  }
  return {
    messageKey: `appointment-${appointment.strongId}-v${appointment.version}-${kind.replace('appointment_', '')}`,
    kind,
    orderKey: appointment.strongId,
    recipient: appointment.email,
    payload: JSON.stringify(message),
    createdAt: now,
    dueAt: now,
  }
}

/** `key` names the request for a code, once and for ever. The code is sealed; it is discarded when it expires. */
export function codeMessage(
  request: { email: string; code: string; expiresAt: Instant; now: Instant; key: string },
  seals: Seals,
): OutboxEntry {
  const message: Omit<CodeMessage, 'kind'> = {
    code: request.code,
    issuedAt: request.now,
    expiresAt: request.expiresAt,
  }
  return {
    messageKey: `code-${request.key}`,
    kind: 'one_time_code',
    orderKey: '',
    recipient: request.email,
    payload: seals.seal(SEAL_PURPOSE, JSON.stringify(message)),
    createdAt: request.now,
    dueAt: request.now,
    discardAt: request.expiresAt,
  }
}

/** The message in an entry. Undefined where a code was sealed with another secret, or its payload is erased. */
export function readMessage(entry: Pick<OutboxEntry, 'kind' | 'payload'>, seals: Seals): Message | undefined {
  const text = entry.kind === 'one_time_code' ? seals.open(SEAL_PURPOSE, entry.payload) : entry.payload
  return text === undefined || text === '' ? undefined : { kind: entry.kind, ...JSON.parse(text) }
}

function factsOf(appointment: AppointmentRecord): AppointmentFacts {
  const { strongId, status, slot, timeZone, name, priceMinor, currency } = appointment
  const { serviceName, employeeName, version, createdAt, updatedAt } = appointment
  return {
    strongId,
    status,
    slot,
    timeZone,
    name,
    priceMinor,
    currency,
    serviceName,
    employeeName,
    version,
    createdAt,
    updatedAt,
  }
}
