/** The mails that an owner can word, by what they tell of. */
export const EMAIL_TEMPLATE_NAMES = [
  'confirmation',
  'request',
  'change',
  'cancellation',
  'reminder',
  'code',
  'staff_notice',
  'owner_notice',
] as const
export type EmailTemplateName = (typeof EMAIL_TEMPLATE_NAMES)[number]

/** An owner's own words in place of the product's. What may stand in them: docs/reference/mail.md. */
export interface EmailTemplate {
  readonly name: EmailTemplateName
  /** The language that it is written in, as BCP 47 has it: `de`. */
  readonly locale: string
  readonly subject: string
  /** Plain text; an empty line ends a paragraph. */
  readonly body: string
  /** One that is not is kept, and the product's words are sent. */
  readonly active: boolean
}

/** Each method is atomic. What is stored is not checked here: an importer or a person at a prompt may have written it. */
export interface EmailTemplateStore {
  findTemplate(name: EmailTemplateName, locale: string): Promise<EmailTemplate | undefined>
  /** By name, and then by locale. */
  listTemplates(): Promise<readonly EmailTemplate[]>
  /** There is one of a name and a locale: a later one replaces it. */
  saveTemplate(template: EmailTemplate): Promise<void>
  /** Whether there was one. */
  removeTemplate(name: EmailTemplateName, locale: string): Promise<boolean>
}
