import type { CodeMessage } from '../ports/messages.ts'
import { html } from './html.ts'
import { count, languageOf, localeOf, wordsOf } from './languages.ts'
import { codeBox, layout, paragraph } from './layout.ts'
import { oneLine } from './names.ts'
import type { MailSettings, RenderedMail } from './renderedMail.ts'
import { fill } from './templates/templates.ts'
import { textPart } from './textPart.ts'
import type { Wording } from './words/words.ts'

export function codeMail(message: CodeMessage, settings: MailSettings, wording?: Wording): RenderedMail {
  const { code, issuedAt, expiresAt, locale = '' } = message
  const { businessName } = settings
  const language = languageOf(locale, settings.locale)
  const words = wordsOf(language)
  const region = localeOf(locale)?.region
  const counted = region === undefined ? language : `${language}-${region}`
  const minutes = count(words.minutes, Math.max(1, Math.floor((expiresAt - issuedAt) / 60_000)), counted)
  const { subject, body } = wording ?? words.templates.code
  const values = { code, minutes, business_name: businessName }
  const opening = fill(body, values).trim()
  const validity = words.code.validFor(minutes)
  const { secrecy, notYou } = words.code
  return {
    senderName: businessName,
    subject: oneLine(fill(subject, values)),
    text: textPart(
      [words.titles.code, opening, code, `${validity} ${secrecy}`, notYou, businessName],
      language,
    ),
    html: layout({
      language,
      tone: 'good',
      title: words.titles.code,
      preview: validity,
      businessName,
      body: [
        ...opening.split(/\n{2,}/).map((text) => paragraph(text)),
        codeBox(code),
        paragraph(`${validity} ${secrecy}`),
      ],
      footer: [html`${notYou}`],
    }),
    attachments: [],
  }
}
