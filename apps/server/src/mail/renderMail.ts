import type { Message } from '../ports/messages.ts'
import { appointmentMail } from './appointmentMail.ts'
import { codeMail } from './codeMail.ts'
import type { MailSettings, RenderedMail } from './renderedMail.ts'

export type { MailSettings, RenderedMail } from './renderedMail.ts'

/** Pure: the same message and settings give the same mail. Nothing that people typed is ever markup or a header in it. */
export function renderMail(message: Message, settings: MailSettings): RenderedMail {
  return message.kind === 'one_time_code' ? codeMail(message, settings) : appointmentMail(message, settings)
}
