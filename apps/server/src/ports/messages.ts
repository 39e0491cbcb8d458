import type { Instant, Interval } from '@appointease/domain'
import type { AppointmentRecord } from './appointments.ts'
import type { BusinessSettings } from './catalog.ts'
import type { OutboxEntry, OutboxKind } from './outbox.ts'
import type { Seals } from './seals.ts'

export type AppointmentMessageKind =
  | 'appointment_confirmed'
  | 'appointment_rescheduled'
  | 'appointment_cancelled'

export type NoticeKind = 'staff_notice' | 'owner_notice'

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

interface OfAppointment {
  readonly appointment: AppointmentFacts
  /** The recipient's zone and BCP 47 locale; the business's where the recipient named none. */
  readonly timeZone: string
  readonly locale: string
  /** Opens this one appointment without a session. Added when it is delivered: what lies in the outbox opens nothing. */
  readonly manageUrl?: string
  /** Why it was moved or cancelled, as somebody typed it. */
  readonly reason?: string
  /** Of one that was moved: when it was before. */
  readonly previousSlot?: Interval
}

/** To the customer. */
export interface AppointmentMessage extends OfAppointment {
  readonly kind: AppointmentMessageKind
}

/** To the customer, some time before the start. */
export interface ReminderMessage extends OfAppointment {
  readonly kind: 'appointment_reminder'
  readonly hoursBefore: number
  /** Where one request (RFC 8058) ends reminders for this recipient. Added when it is delivered. */
  readonly unsubscribeUrl?: string
}

/** `reassigned`: it is with somebody else now, which is told to whom it was with. */
export type NoticeEvent = 'booked' | 'moved' | 'cancelled' | 'reassigned'

/** To the employee or to the owner. Locale and zone are the business's. */
export interface NoticeMessage extends OfAppointment {
  readonly kind: NoticeKind
  readonly event: NoticeEvent
}

export interface CodeMessage {
  readonly kind: 'one_time_code'
  readonly code: string
  readonly issuedAt: Instant
  readonly expiresAt: Instant
  /** BCP 47, of whoever asked for it; empty, or missing in entries of earlier versions: not known. */
  readonly locale?: string
}

/** A message of the outbox, read back from its payload. */
export type Message = AppointmentMessage | ReminderMessage | NoticeMessage | CodeMessage

/** What to say beside the appointment itself. */
export type AppointmentExtras = Pick<OfAppointment, 'reason' | 'previousSlot'>

const SEAL_PURPOSE = 'outbox'

/** One version of an appointment makes at most one message of a kind: the key is made of both. Due at once. */
export function appointmentMessage(
  kind: AppointmentMessageKind,
  appointment: AppointmentRecord,
  settings: BusinessSettings,
  now: Instant,
  extras: AppointmentExtras = {},
): OutboxEntry {
  const message: Omit<AppointmentMessage, 'kind'> = { ...toCustomer(appointment, settings), ...extras }
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

export interface ReminderWish {
  readonly dueAt: Instant
  /** What the owner set, such as 24. Each makes one reminder of a version. */
  readonly hoursBefore: number
}

/** What stands before a reminder's reference, between it and the version, and after that: {@link reminderMessage}'s key. */
export const reminderKeyParts = (hoursBefore: number) => ['reminder-', '-v', `-${hoursBefore}h`] as const

/**
 * One reminder of a version and of so many hours; of no use once the appointment begins, and discarded then. It has no
 * order key: one that is not due yet must not keep back what is told of a later change. Whether the
 * version is still the present one is looked at again when it is delivered.
 */
export function reminderMessage(
  appointment: AppointmentRecord,
  settings: BusinessSettings,
  { dueAt, hoursBefore }: ReminderWish,
  now: Instant,
): OutboxEntry {
  const message: Omit<ReminderMessage, 'kind'> = { ...toCustomer(appointment, settings), hoursBefore }
  const [beginning, middle, end] = reminderKeyParts(hoursBefore)
  return {
    messageKey: `${beginning}${appointment.strongId}${middle}${appointment.version}${end}`,
    kind: 'appointment_reminder',
    orderKey: '',
    recipient: appointment.email,
    payload: JSON.stringify(message),
    createdAt: now,
    dueAt,
    discardAt: appointment.slot.start,
  }
}

/** One employee, as notices need them. Whoever has no address gets none. */
export interface Noticed {
  readonly id: number
  readonly email: string
}

export interface NoticeWish extends AppointmentExtras {
  readonly event: Exclude<NoticeEvent, 'reassigned'>
  /** With whom the appointment is now. */
  readonly employee: Noticed | undefined
  /** With whom it was before a move, where that is somebody else: they are told that it is no longer with them. */
  readonly previousEmployee?: Noticed | undefined
  /** Empty: the owner wants none. */
  readonly ownerEmail?: string
}

/** What the employee, the one before, and the owner are told of one version; the same cause makes the same keys. */
export function noticeMessages(
  appointment: AppointmentRecord,
  settings: BusinessSettings,
  { event, employee, previousEmployee, ownerEmail, ...extras }: NoticeWish,
  now: Instant,
): readonly OutboxEntry[] {
  const { previousSlot, ...unmoved } = extras
  const facts = factsOf(appointment)
  const to = { timeZone: settings.rules.timeZone, locale: settings.locale }
  const whole = { ...to, appointment: facts, ...extras, event }
  const gained = { ...to, appointment: facts, ...unmoved, event: 'booked' } as const
  const lost = {
    ...to,
    appointment: { ...facts, slot: previousSlot ?? facts.slot },
    ...unmoved,
    event: 'reassigned',
  } as const
  const released = previousEmployee?.id === employee?.id ? undefined : previousEmployee

  function notice(
    kind: NoticeKind,
    whom: string,
    recipient: string | undefined,
    message: Omit<NoticeMessage, 'kind'>,
  ): readonly OutboxEntry[] {
    if (!recipient) return []
    const messageKey = `notice-${facts.strongId}-v${facts.version}-${whom}`
    const orderKey = `${facts.strongId}-${whom}`
    return [
      { messageKey, kind, orderKey, recipient, payload: JSON.stringify(message), createdAt: now, dueAt: now },
    ]
  }

  return [
    ...notice('staff_notice', `staff${employee?.id}`, employee?.email, released ? gained : whole),
    ...notice('staff_notice', `staff${released?.id}`, released?.email, lost),
    ...notice('owner_notice', 'owner', ownerEmail, whole),
  ]
}

export interface CodeWish {
  readonly email: string
  readonly code: string
  /** BCP 47, of whoever asked; empty: not known. */
  readonly locale: string
  readonly expiresAt: Instant
  readonly now: Instant
  /** Names the request for a code, once and for ever. */
  readonly key: string
}

/** The code is sealed; it is discarded when it expires. */
export function codeMessage(wish: CodeWish, seals: Seals): OutboxEntry {
  const { code, locale, expiresAt, now } = wish
  const message: Omit<CodeMessage, 'kind'> = { code, issuedAt: now, expiresAt, locale }
  return {
    messageKey: `code-${wish.key}`,
    kind: 'one_time_code',
    orderKey: '',
    recipient: wish.email,
    payload: seals.seal(SEAL_PURPOSE, JSON.stringify(message)),
    createdAt: now,
    dueAt: now,
    discardAt: expiresAt,
  }
}

/** The message in an entry. Undefined where a code was sealed with another secret, or its payload is erased. */
export function readMessage(
  { kind, payload }: { readonly kind: OutboxKind; readonly payload: string },
  seals: Seals,
): Message | undefined {
  const text = kind === 'one_time_code' ? seals.open(SEAL_PURPOSE, payload) : payload
  return text === undefined || text === '' ? undefined : { kind, ...JSON.parse(text) }
}

function toCustomer(appointment: AppointmentRecord, settings: BusinessSettings) {
  return {
    appointment: factsOf(appointment),
    timeZone: appointment.customerTimeZone || settings.rules.timeZone,
    locale: appointment.customerLocale || settings.locale,
  }
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
