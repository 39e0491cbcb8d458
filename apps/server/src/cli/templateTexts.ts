import { type Instant, minutes, plus } from '@appointease/domain'
import type { Config } from '../config/config.ts'
import type { Language } from '../mail/languages.ts'
import { type RenderedMail, renderMail } from '../mail/renderMail.ts'
import { sampleMessage } from '../mail/sampleMessage.ts'
import type { Wording } from '../mail/words/words.ts'
import type { Catalog } from '../ports/catalog.ts'
import type { EmailTemplateName } from '../ports/emailTemplates.ts'
import type { NoticeEvent } from '../ports/messages.ts'

/** A template as a file: the subject in the first line, the body after an empty one. */
export const writeTemplate = ({ subject, body }: Wording): string =>
  `Subject: ${subject}\n\n${body.trimEnd()}`

/** Undefined where the text does not have that form. */
export function readTemplate(text: string): Wording | undefined {
  const [, subject, body] = /^\ufeff?Subject:[^\S\n]*([^\r\n]*)\r?\n[^\S\n]*\n([\s\S]*)$/i.exec(text) ?? []
  if (subject === undefined || body === undefined) return undefined
  return { subject: subject.trim(), body: body.replaceAll('\r\n', '\n').trim() }
}

export interface Draft {
  readonly name: EmailTemplateName
  readonly locale: Language
  readonly wording: Wording
}

const EVENTS: readonly NoticeEvent[] = ['booked', 'moved', 'cancelled', 'reassigned']
const HOUR = minutes(60)

/** The mail about tomorrow's made-up appointment, of a real service with a real employee. Undefined: there is no such event. */
export function previewMail(
  { name, locale, wording }: Draft,
  wantedEvent: string,
  { settings, services, employees }: Catalog,
  { publicUrl, mailFrom }: Pick<Config, 'publicUrl' | 'mailFrom'>,
  now: Instant,
): RenderedMail | undefined {
  const event = EVENTS.find((one) => one === wantedEvent)
  if (!event) return undefined
  const service = services.find(({ active }) => active)
  const employee = employees.find(({ active }) => active)
  const start = plus((Math.floor(now / HOUR) * HOUR) as Instant, 24 * HOUR)
  const business = new Intl.Locale(settings.locale)
  const message = sampleMessage(name, {
    locale: business.language === locale ? settings.locale : locale,
    timeZone: settings.rules.timeZone,
    serviceName: service?.name ?? 'Consultation',
    employeeName: employee?.name ?? 'Sarah Johnson',
    customerName: 'Jo Miller',
    priceMinor: service?.priceMinor ?? 7500,
    currency: settings.currency,
    slot: { start, end: plus(start, minutes(service?.durationMinutes ?? 30)) },
    now,
    event,
  })
  const { businessName } = settings
  return renderMail(
    { message, recipient: 'jo@example.com', wording },
    { businessName, locale: settings.locale, publicUrl, mailFrom },
  )
}
