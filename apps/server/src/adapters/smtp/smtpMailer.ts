import { createTransport } from 'nodemailer'
import type { SmtpServer } from '../../config/config.ts'
import type { DeliveryOutcome, Mailer, OutgoingMail } from '../../ports/mailer.ts'
import { classifyFailure } from './classifyFailure.ts'

export interface SmtpOptions {
  readonly server: SmtpServer
  /** The address that mails come from. */
  readonly from: string
  /** Mails handed over at the same time. */
  readonly connections: number
}

const CONNECT_MILLISECONDS = 10_000
const SILENCE_MILLISECONDS = 20_000
/** In all, so that a server that answers byte by byte ends before the claim on the outbox entry does. */
const DELIVERY_MILLISECONDS = 45_000
/** Shorter than servers keep idle connections: a mail handed to a closing one would have to wait for its retry. */
const IDLE_MILLISECONDS = 5_000
/** One addr-spec of RFC 5321 without quoted local parts, comments or lists. */
const ONE_ADDRESS = /^[^\s@<>()[\]\\,;:"\p{Cc}\p{Cf}]{1,64}@[^\s@<>()[\]\\,;:"\p{Cc}\p{Cf}]{1,253}$/u
const MESSAGE_ID = /^<[^\s<>@\p{Cc}]{1,200}@[^\s<>@\p{Cc}]{1,253}>$/u

/**
 * Mails through one SMTP server. A mail is handed over at most once a call: where the connection breaks after the
 * data were sent, the outcome is `temporary` and a later call repeats the Message-ID.
 */
export function createSmtpMailer({ server, from, connections }: SmtpOptions): Mailer {
  const transport = createTransport({
    pool: true,
    maxConnections: connections,
    maxRequeues: 0,
    idleTimeout: IDLE_MILLISECONDS,
    host: server.host,
    port: server.port,
    secure: server.tls === 'implicit',
    requireTLS: server.tls === 'required',
    ignoreTLS: server.tls === 'off',
    // RFC 7435: where plain text would do, encryption without a trusted certificate is the better half.
    tls: { rejectUnauthorized: server.tls !== 'optional' },
    ...(server.user !== undefined && { auth: { user: server.user, pass: server.password ?? '' } }),
    connectionTimeout: CONNECT_MILLISECONDS,
    greetingTimeout: CONNECT_MILLISECONDS,
    dnsTimeout: CONNECT_MILLISECONDS,
    socketTimeout: SILENCE_MILLISECONDS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })

  async function deliver(mail: OutgoingMail): Promise<DeliveryOutcome> {
    if (!ONE_ADDRESS.test(mail.to)) return { kind: 'permanent', error: 'recipient is not one mail address' }
    if (!MESSAGE_ID.test(mail.messageId)) throw new Error('A Message-ID must be <left@right>')
    try {
      await transport.sendMail({
        messageId: mail.messageId,
        from: { name: oneLine(mail.senderName ?? ''), address: from },
        to: { name: '', address: mail.to },
        envelope: { from, to: [mail.to] },
        subject: oneLine(mail.subject),
        text: mail.text,
        html: mail.html,
        alternatives: invitationsOf(mail),
        attachments: mail.attachments.map((attachment) => ({ ...attachment })),
        headers: headersOf(mail),
        signal: AbortSignal.timeout(DELIVERY_MILLISECONDS),
      })
      return { kind: 'sent' }
    } catch (error) {
      return classifyFailure(error)
    }
  }

  return {
    deliver,
    close: async () => transport.close(),
  }
}

/**
 * An invitation is also a way of reading the mail (RFC 6047, 2.4): programs that know calendars then show an event, and
 * not only a file.
 */
function invitationsOf({ attachments }: OutgoingMail) {
  return attachments
    .filter(({ contentType }) => /^text\/calendar;.*method=(REQUEST|CANCEL)/.test(contentType))
    .map(({ contentType, content }) => ({ contentType, content }))
}

function headersOf({ unsubscribeUrl }: OutgoingMail): Record<string, string> {
  const headers = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }
  if (unsubscribeUrl === undefined) return headers
  // Written as a URL is, it holds neither a line break nor an angle bracket.
  const { href, protocol } = new URL(unsubscribeUrl)
  return {
    ...headers,
    'List-Unsubscribe': `<${href}>`,
    ...(protocol === 'https:' && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
  }
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}
