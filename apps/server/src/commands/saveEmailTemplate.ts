import { checkTemplate } from '../mail/templates/templates.ts'
import type { EmailTemplate, EmailTemplateStore } from '../ports/emailTemplates.ts'
import type { Outcome } from '../ports/storage.ts'

/** Keeps an owner's words for mails from now on. Refused, with the reason in one line, where they could not be sent. */
export async function saveEmailTemplate(
  emailTemplates: Pick<EmailTemplateStore, 'saveTemplate'>,
  template: EmailTemplate,
): Promise<Outcome<undefined, { readonly kind: 'unfit_template'; readonly reason: string }>> {
  const checked = checkTemplate(template.name, template)
  if (!checked.ok) return { ok: false, refusal: { kind: 'unfit_template', reason: checked.reason } }
  await emailTemplates.saveTemplate(template)
  return { ok: true, value: undefined }
}
