import type { CodeMessage } from '../ports/messages.ts'
import { codeBox, layout, paragraph } from './layout.ts'
import type { MailSettings, RenderedMail } from './renderedMail.ts'

const NOT_YOU = 'If you did not ask for it, you need not do anything: without the code nothing happens.'
const SECRECY = 'Nobody from us will ever ask you for it.'

export function codeMail(
  { code, issuedAt, expiresAt }: CodeMessage,
  { businessName }: MailSettings,
): RenderedMail {
  const minutes = Math.max(1, Math.floor((expiresAt - issuedAt) / 60_000))
  const validity = `It works once, for ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`
  return {
    senderName: businessName,
    subject: `${code} is your code for ${businessName}`,
    text: ['Your code', '', code, '', `${validity} ${SECRECY}`, '', NOT_YOU, '', businessName, ''].join('\n'),
    html: layout({
      title: 'Your code',
      preview: validity,
      businessName,
      body: [
        paragraph('Enter this code where you asked for it:'),
        codeBox(code),
        paragraph(`${validity} ${SECRECY}`),
      ],
      footer: NOT_YOU,
    }),
    attachments: [],
  }
}
