import type { CatalogStore } from '../ports/catalog.ts'
import type { EmailTemplate, EmailTemplateStore } from '../ports/emailTemplates.ts'
import type { Message } from '../ports/messages.ts'
import { type MailSettings, type RenderedMail, renderMail, templateOf } from './renderMail.ts'
import { checkTemplate } from './templates/templates.ts'

export interface MailRendererDependencies extends Pick<MailSettings, 'publicUrl' | 'mailFrom'> {
  readonly catalog: Pick<CatalogStore, 'getCatalog'>
  readonly emailTemplates: Pick<EmailTemplateStore, 'findTemplate'>
  readonly warn: (facts: object, line: string) => void
}

export type MailRenderer = (message: Message, recipient: string) => Promise<RenderedMail>

/**
 * Mails as the business is at this moment, in its owner's words where there are any. What somebody has written into the
 * database and cannot be sent is told, and the product's words go out in its place: the mail matters more.
 */
export function createMailRenderer(dependencies: MailRendererDependencies): MailRenderer {
  const { catalog, emailTemplates, publicUrl, mailFrom, warn } = dependencies

  function isFit(template: EmailTemplate): boolean {
    const checked = checkTemplate(template.name, template)
    if (!checked.ok) {
      const { name, locale } = template
      warn({ template: name, locale, reason: checked.reason }, 'A mail template cannot be used')
    }
    return checked.ok
  }

  return async (message, recipient) => {
    const { businessName, locale } = (await catalog.getCatalog()).settings
    const settings = { businessName, locale, publicUrl, mailFrom }
    const { name, language } = templateOf(message, settings)
    const template = await emailTemplates.findTemplate(name, language)
    const wording = template?.active && isFit(template) ? template : undefined
    return renderMail({ message, recipient, wording }, settings)
  }
}
