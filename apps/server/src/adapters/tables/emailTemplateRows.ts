import type { Insertable, Selectable } from 'kysely'
import { EMAIL_TEMPLATE_NAMES, type EmailTemplate } from '../../ports/emailTemplates.ts'
import type { EmailTemplateRow } from './schema.ts'

/** What the body is: plain text with fields. */
const TYPE = 'text'

export const toEmailTemplateRow = (template: EmailTemplate): Omit<Insertable<EmailTemplateRow>, 'id'> => ({
  name: template.name,
  locale: template.locale,
  subject: template.subject,
  body: template.body,
  type: TYPE,
  is_active: template.active ? 1 : 0,
})

const toEmailTemplate = (row: Selectable<EmailTemplateRow>): EmailTemplate => ({
  name: row.name as EmailTemplate['name'],
  locale: row.locale,
  subject: row.subject,
  body: row.body,
  active: row.is_active === 1,
})

/** Without rows of a name or a type that this version does not know. */
export function toEmailTemplates(rows: readonly Selectable<EmailTemplateRow>[]): readonly EmailTemplate[] {
  const known: readonly string[] = EMAIL_TEMPLATE_NAMES
  return rows.filter(({ name, type }) => known.includes(name) && type === TYPE).map(toEmailTemplate)
}
