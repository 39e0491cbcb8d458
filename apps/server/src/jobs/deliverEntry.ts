import type { Instant } from '@appointease/domain'
import { isNotice } from '../mail/appointmentFacts.ts'
import type { MailRenderer } from '../mail/mailRenderer.ts'
import type { Mailer } from '../ports/mailer.ts'
import { type Message, type ReminderMessage, readMessage } from '../ports/messages.ts'
import type { ClaimedEntry } from '../ports/outbox.ts'
import type { Seals } from '../ports/seals.ts'

export interface Delivery {
  /** Undefined: messages are kept, and codes are announced. */
  readonly mailer: Mailer | undefined
  readonly seals: Seals
  /** Of a reminder that still holds: where it ends reminders. Undefined: it is not to be sent any more. */
  readonly findReminderLinks: (
    message: ReminderMessage,
    recipient: string,
  ) => Promise<Pick<ReminderMessage, 'unsubscribeUrl'> | undefined>
  /** The link that opens the appointment with this reference; undefined where there is none any more. */
  readonly findManageUrl: (strongId: string) => Promise<string | undefined>
  readonly render: MailRenderer
  /** Right part of every Message-ID. */
  readonly messageIdDomain: string
  /** Shows one line to whoever runs the server: the terminal, not the log. */
  readonly announce: (line: string) => void
}

/** What became of an entry. `error` names no recipient. */
export type Verdict =
  | { readonly kind: 'done'; readonly outcome: 'sent' | 'kept' | 'discarded' }
  | { readonly kind: 'failed'; readonly error: string; readonly fault?: unknown }
  | { readonly kind: 'dead'; readonly error: string }

/**
 * Hands one entry over, at most once. Its Message-ID follows from its key alone, so that a repetition after an
 * unknown outcome is known as the same mail.
 */
export async function deliverEntry(entry: ClaimedEntry, delivery: Delivery, now: Instant): Promise<Verdict> {
  if (entry.discardAt !== undefined && entry.discardAt <= now) return { kind: 'done', outcome: 'discarded' }
  try {
    const message = readMessage(entry, delivery.seals)
    if (!message) return { kind: 'dead', error: 'the payload cannot be read' }
    return delivery.mailer
      ? await mail(entry, message, delivery, delivery.mailer)
      : keep(entry, message, delivery.announce)
  } catch (fault) {
    return { kind: 'failed', error: 'unexpected fault', fault }
  }
}

async function mail(
  entry: ClaimedEntry,
  message: Message,
  delivery: Delivery,
  mailer: Mailer,
): Promise<Verdict> {
  const { render, messageIdDomain } = delivery
  const linked = await withLinks(message, entry.recipient, delivery)
  if (!linked) return { kind: 'done', outcome: 'discarded' }
  const outcome = await mailer.deliver({
    ...(await render(linked, entry.recipient)),
    messageId: `<${encodeURIComponent(entry.messageKey)}@${messageIdDomain}>`,
    to: entry.recipient,
  })
  if (outcome.kind === 'sent') return { kind: 'done', outcome: 'sent' }
  return { kind: outcome.kind === 'permanent' ? 'dead' : 'failed', error: outcome.error }
}

/** The customer's own links go to nobody else. Undefined: what the message says has been overtaken. */
async function withLinks(
  message: Message,
  recipient: string,
  { findManageUrl, findReminderLinks }: Delivery,
): Promise<Message | undefined> {
  if (message.kind === 'one_time_code' || isNotice(message)) return message
  const links = message.kind === 'appointment_reminder' ? await findReminderLinks(message, recipient) : {}
  if (!links) return undefined
  const manageUrl = await findManageUrl(message.appointment.strongId)
  return { ...message, ...links, ...(manageUrl !== undefined && { manageUrl }) }
}

function keep(entry: ClaimedEntry, message: Message, announce: Delivery['announce']): Verdict {
  if (message.kind === 'one_time_code') announce(`Code for ${shortened(entry.recipient)}: ${message.code}`)
  return { kind: 'done', outcome: 'kept' }
}

/** `j…@example.com`: enough for the one who asked for the code to know it. */
function shortened(address: string): string {
  const plain = address.replace(/[\p{Cc}\p{Cf}]/gu, '')
  const at = plain.lastIndexOf('@')
  return `${[...plain][0] ?? ''}…${at < 0 ? '' : plain.slice(at)}`
}
