import { type Instant, minutes, plus, type TimeZoneId } from '@appointease/domain'
import type { EmailTemplateName } from '../ports/emailTemplates.ts'
import type { AppointmentFacts, AppointmentMessage, Message, NoticeEvent } from '../ports/messages.ts'

/** What a made-up appointment is made of. */
export interface Sample {
  /** BCP 47, of the recipient. */
  readonly locale: string
  readonly timeZone: TimeZoneId
  readonly serviceName: string
  readonly employeeName: string
  readonly customerName: string
  readonly priceMinor: number
  readonly currency: string
  readonly slot: { readonly start: Instant; readonly end: Instant }
  readonly now: Instant
  readonly manageUrl?: string
  /** Of notices; default: booked. */
  readonly event?: NoticeEvent
}

const KINDS = {
  confirmation: 'appointment_confirmed',
  request: 'appointment_confirmed',
  change: 'appointment_rescheduled',
  cancellation: 'appointment_cancelled',
} as const satisfies Partial<Record<EmailTemplateName, AppointmentMessage['kind']>>

/** A message as the outbox would have one, so that a template can be seen before anybody gets it. */
export function sampleMessage(name: EmailTemplateName, sample: Sample): Message {
  const { locale, timeZone, now, slot, event = 'booked' } = sample
  if (name === 'code')
    return { kind: 'one_time_code', code: '042137', issuedAt: now, expiresAt: plus(now, minutes(10)), locale }
  const isCancelled = name === 'cancellation' || event === 'cancelled'
  const status = name === 'request' ? 'pending' : isCancelled ? 'cancelled' : 'confirmed'
  const isMoved = name === 'change' || event === 'moved'
  const about = {
    appointment: factsOf(sample, status),
    timeZone,
    locale,
    ...(sample.manageUrl !== undefined && { manageUrl: sample.manageUrl }),
    ...(isMoved && { previousSlot: dayBefore(slot) }),
  }
  if (name === 'reminder') return { ...about, kind: 'appointment_reminder', hoursBefore: 24 }
  if (name === 'staff_notice' || name === 'owner_notice') return { ...about, kind: name, event }
  return { ...about, kind: KINDS[name] }
}

function factsOf(sample: Sample, status: AppointmentFacts['status']): AppointmentFacts {
  const { slot, timeZone, customerName, priceMinor, currency, serviceName, employeeName, now } = sample
  return {
    strongId: 'APT-2026-7K3MPQRSTV',
    status,
    slot,
    timeZone,
    name: customerName,
    priceMinor,
    currency,
    serviceName,
    employeeName,
    version: 1,
    createdAt: now,
    updatedAt: now,
  }
}

const DAY = minutes(1440)

const dayBefore = ({ start, end }: Sample['slot']) => ({ start: plus(start, -DAY), end: plus(end, -DAY) })
