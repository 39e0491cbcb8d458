import type { OutgoingMail } from '../ports/mailer.ts'

/** What mails need to know of this installation at the moment of sending. */
export interface MailSettings {
  readonly businessName: string
  /** BCP 47; the business's, for whoever named none. */
  readonly locale: string
  /** Its path ends in `/`. */
  readonly publicUrl: URL
  /** The address that mails come from. */
  readonly mailFrom: string
}

export type RenderedMail = Pick<
  OutgoingMail,
  'senderName' | 'subject' | 'text' | 'html' | 'attachments' | 'unsubscribeUrl'
>
