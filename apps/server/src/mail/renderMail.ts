import type { EmailTemplateName } from '../ports/emailTemplates.ts'
import type { Message } from '../ports/messages.ts'
import { appointmentMail } from './appointmentMail.ts'
import { codeMail } from './codeMail.ts'
import { type Language, languageOf } from './languages.ts'
import { occasionOf } from './occasions.ts'
import type { MailSettings, RenderedMail } from './renderedMail.ts'
import type { Wording } from './words/words.ts'

export type { MailSettings, RenderedMail } from './renderedMail.ts'

export interface MailAbout {
  readonly message: Message
  /** The address that it goes to. */
  readonly recipient: string
  /** What the owner worded, and what has been checked; the product's words where there is none. */
  readonly wording?: Wording | undefined
}

/** Pure: the same message and settings give the same mail. Nothing that people typed is ever markup or a header in it. */
export function renderMail({ message, recipient, wording }: MailAbout, settings: MailSettings): RenderedMail {
  return message.kind === 'one_time_code'
    ? codeMail(message, settings, wording)
    : appointmentMail(message, settings, recipient, wording)
}

/** Which template words a message, and in which language. */
export function templateOf(
  message: Message,
  settings: Pick<MailSettings, 'locale'>,
): { readonly name: EmailTemplateName; readonly language: Language } {
  return {
    name: occasionOf(message).template,
    language: languageOf(message.locale ?? '', settings.locale),
  }
}
