import { ICS_CONTENT_TYPE, type IcsInvitee, methodOf, renderIcs } from '../calendars/ics.ts'
import { type AboutAppointment, employeeAddressed, factsFor, isNotice } from './appointmentFacts.ts'
import { fieldsFor } from './appointmentFields.ts'
import { type Reader, readerOf } from './formats.ts'
import { type Html, html } from './html.ts'
import { wordsOf } from './languages.ts'
import { button, factTable, layout, link, paragraph } from './layout.ts'
import { oneLine, repeatableName } from './names.ts'
import { occasionOf } from './occasions.ts'
import type { MailSettings, RenderedMail } from './renderedMail.ts'
import { fill } from './templates/templates.ts'
import { factLines, textPart } from './textPart.ts'
import type { Wording, Words } from './words/words.ts'

/** What the owner worded, or the product's words, and around it what every mail of its kind has. */
export function appointmentMail(
  message: AboutAppointment,
  settings: MailSettings,
  recipient: string,
  wording?: Wording,
): RenderedMail {
  const { businessName } = settings
  const business = { locale: settings.locale, timeZone: message.appointment.timeZone }
  const reader = readerOf(message, business)
  const { language } = reader
  const words = wordsOf(language)
  const { template, occasion, tone } = occasionOf(message)
  const manageUrl = manageUrlOf(message, settings)
  const values = fieldsFor(message, reader, { businessName, manageUrl })
  const { subject, body } = wording ?? words.templates[template]
  const paragraphs = paragraphsOf(fill(body, values))
  const facts = factsFor(message, reader)
  const title = words.titles[occasion]
  const action = actionOf(message, words, settings, manageUrl)
  const footer = footerOf(message, words, businessName)
  const unsubscribeUrl = message.kind === 'appointment_reminder' ? message.unsubscribeUrl : undefined
  return {
    senderName: businessName,
    subject: oneLine(fill(subject, values)),
    text: textPart(
      [
        title,
        ...paragraphs,
        factLines(facts, language),
        action ? `${action.label}:\n${action.address}` : '',
        footer,
        unsubscribeUrl === undefined ? '' : `${words.endReminders}:\n${unsubscribeUrl}`,
      ],
      language,
    ),
    html: layout({
      language,
      tone,
      title,
      preview: facts.map(({ value }) => value).join(' · '),
      businessName,
      body: [
        ...paragraphs.map((text) => paragraph(text, manageUrl)),
        factTable(facts, language),
        ...(action ? [button(action.label, action.address)] : []),
      ],
      footer: [html`${footer}`, ...endReminders(words, unsubscribeUrl)],
    }),
    attachments: calendarFile(message, reader, settings, recipient),
    ...(unsubscribeUrl !== undefined && { unsubscribeUrl }),
  }
}

/** The page of customers is not for those who run the business. */
function manageUrlOf(message: AboutAppointment, { publicUrl }: MailSettings): string | undefined {
  return message.manageUrl ?? (isNotice(message) ? undefined : new URL('manage', publicUrl).href)
}

function paragraphsOf(text: string): readonly string[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n[^\S\n]*(?:\n[^\S\n]*)+/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

interface Action {
  readonly label: string
  readonly address: string
}

function actionOf(
  message: AboutAppointment,
  { actions }: Words,
  { publicUrl }: MailSettings,
  manageUrl: string | undefined,
): Action | undefined {
  if (message.kind === 'appointment_cancelled') return { label: actions.bookAgain, address: publicUrl.href }
  if (manageUrl === undefined) return undefined
  return { label: isNotice(message) ? actions.look : actions.manage, address: manageUrl }
}

function footerOf({ kind }: AboutAppointment, { footers }: Words, businessName: string): string {
  if (kind === 'staff_notice') return footers.staff(businessName)
  return kind === 'owner_notice' ? footers.owner(businessName) : footers.customer(businessName)
}

function endReminders({ endReminders: label }: Words, address: string | undefined): readonly Html[] {
  return address === undefined ? [] : [html`<br>`, link(label, address)]
}

/** The owner gets none: it is an entry of whoever takes part. */
function calendarFile(
  message: AboutAppointment,
  reader: Reader,
  settings: MailSettings,
  recipient: string,
): RenderedMail['attachments'] {
  if (message.kind === 'owner_notice') return []
  const { appointment } = message
  const isStaffs = message.kind === 'staff_notice'
  const invitee: IcsInvitee = {
    name: isStaffs ? employeeAddressed(message) : repeatableName(appointment.name),
    address: recipient,
  }
  const options = {
    words: wordsOf(reader.language).calendar,
    invitee,
    isWithdrawn: isStaffs && message.event === 'reassigned',
    ...(isStaffs && { summary: `${appointment.serviceName} – ${appointment.name}` }),
  }
  // Not the link that opens this appointment: a calendar is shown to others more readily than a mail.
  const manageUrl = isStaffs ? undefined : new URL('manage', settings.publicUrl).href
  const business = { name: settings.businessName, address: settings.mailFrom, manageUrl }
  return [
    {
      filename: 'appointment.ics',
      contentType: `${ICS_CONTENT_TYPE}; method=${methodOf(appointment, options)}`,
      content: renderIcs(appointment, business, options),
    },
  ]
}
