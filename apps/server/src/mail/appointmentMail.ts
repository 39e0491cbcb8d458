import { ICS_CONTENT_TYPE, renderIcs } from '../calendars/ics.ts'
import type { AppointmentFacts, AppointmentMessage } from '../ports/messages.ts'
import { formatInterval, formatMoney, formatStart, type Reader, readerOf } from './formats.ts'
import { button, type Fact, factTable, layout, paragraph } from './layout.ts'
import type { MailSettings, RenderedMail } from './renderedMail.ts'

interface Words {
  readonly title: string
  readonly subject: string
  readonly opening: string
  readonly action: string
}

const WORDS: Readonly<Record<AppointmentMessage['kind'] | 'requested', Words>> = {
  appointment_confirmed: {
    title: 'You are booked',
    subject: 'Booked',
    opening: 'Your appointment is confirmed. We look forward to seeing you.',
    action: 'See or cancel',
  },
  requested: {
    title: 'We have your request',
    subject: 'Requested',
    opening: 'The time is held for you. We will write to you as soon as your appointment is confirmed.',
    action: 'See or cancel',
  },
  appointment_rescheduled: {
    title: 'Your appointment has moved',
    subject: 'Moved',
    opening: 'This is your new time. The old one is free again.',
    action: 'See or cancel',
  },
  appointment_cancelled: {
    title: 'Your appointment is cancelled',
    subject: 'Cancelled',
    opening: 'The time is free again, and there is nothing more for you to do.',
    action: 'Book another time',
  },
}

export function appointmentMail(message: AppointmentMessage, settings: MailSettings): RenderedMail {
  const { appointment } = message
  const { businessName } = settings
  const reader = readerOf(message, appointment.timeZone)
  const words = WORDS[isRequest(message) ? 'requested' : message.kind]
  const facts = factsFor(appointment, reader)
  const hello = greeting(appointment.name)
  const manageUrl = new URL('manage', settings.publicUrl).href
  // The calendar file keeps the plain address: a calendar is shown to others more readily than a mail.
  const target =
    message.kind === 'appointment_cancelled' ? settings.publicUrl.href : (message.manageUrl ?? manageUrl)
  const footer = `You get this mail because this address was given for an appointment with ${businessName}.`
  return {
    senderName: businessName,
    subject: `${words.subject}: ${appointment.serviceName}, ${formatStart(appointment.slot.start, reader, appointment.updatedAt)}`,
    text: [
      words.title,
      '',
      hello,
      '',
      words.opening,
      '',
      ...facts.flatMap(factLines),
      '',
      `${words.action}: ${target}`,
      '',
      footer,
      '',
    ].join('\n'),
    html: layout({
      title: words.title,
      preview: facts.map(({ value }) => value).join(' · '),
      businessName,
      body: [paragraph(hello), paragraph(words.opening), factTable(facts), button(words.action, target)],
      footer,
    }),
    attachments: [calendarFile(appointment, { name: businessName, address: settings.mailFrom, manageUrl })],
  }
}

function isRequest({ kind, appointment }: AppointmentMessage): boolean {
  return kind === 'appointment_confirmed' && appointment.status === 'pending'
}

function factsFor(appointment: AppointmentFacts, reader: Reader): readonly Fact[] {
  const { slot, updatedAt, priceMinor, currency } = appointment
  const there = formatInterval(slot, { ...reader, timeZone: appointment.timeZone }, updatedAt)
  const when = formatInterval(slot, reader, updatedAt)
  return [
    { label: 'What', value: appointment.serviceName },
    { label: 'With', value: appointment.employeeName },
    { label: 'When', value: when, ...(there !== when && { aside: `Our clock: ${there}` }) },
    ...(priceMinor > 0 ? [{ label: 'Price', value: formatMoney(priceMinor, currency, reader) }] : []),
    { label: 'Reference', value: appointment.strongId },
  ]
}

function factLines({ label, value, aside }: Fact): readonly string[] {
  const line = `${`${label}:`.padEnd(11)}${value}`
  return aside === undefined ? [line] : [line, `${' '.repeat(11)}${aside}`]
}

/** A name that could be read as an address or a link would let a stranger advertise through our mails: it is left out. */
function greeting(name: string): string {
  const plain = name.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim()
  const suspicious = plain === '' || plain.length > 60 || /[:/\\@<>]|\p{L}\.\p{L}{2}/u.test(plain)
  return suspicious ? 'Hello,' : `Hello ${plain},`
}

function calendarFile(appointment: AppointmentFacts, business: Parameters<typeof renderIcs>[1]) {
  const method = appointment.status === 'cancelled' ? 'CANCEL' : 'PUBLISH'
  return {
    filename: 'appointment.ics',
    contentType: `${ICS_CONTENT_TYPE}; method=${method}`,
    content: renderIcs(appointment, business),
  }
}
