import type { EmailTemplateName } from '../../ports/emailTemplates.ts'

/** What a mail says before the facts, as its owner would write it: docs/reference/mail.md. */
export interface Wording {
  readonly subject: string
  /** Plain text; an empty line ends a paragraph. */
  readonly body: string
}

/** By what the language tells apart (CLDR); `#` is where the number goes. `other` is there in every language. */
export type Counted = { readonly other: string } & Partial<Readonly<Record<Intl.LDMLPluralRule, string>>>

/** What the heading of a mail is about. Those of notices are the same for employees and owners. */
export type Occasion =
  | 'confirmation'
  | 'request'
  | 'change'
  | 'cancellation'
  | 'reminder'
  | 'code'
  | 'booked'
  | 'requested'
  | 'moved'
  | 'cancelled'
  | 'reassigned'

/**
 * Everything that mails and calendar files say in one language: formal, friendly, in short sentences. A language that
 * lacks a text does not compile.
 */
export interface Words {
  readonly templates: Readonly<Record<EmailTemplateName, Wording>>
  readonly titles: Readonly<Record<Occasion, string>>
  readonly greeting: (name: string) => string
  readonly greetingWithoutName: string
  /** In a sentence, in place of a name that is not repeated. */
  readonly somebody: string
  /** Before the facts of an appointment; short. */
  readonly labels: {
    readonly service: string
    readonly employee: string
    readonly customer: string
    readonly when: string
    readonly before: string
    readonly price: string
    readonly reference: string
    readonly reason: string
  }
  /** The time on the business's clock, where the recipient's shows another one. */
  readonly ourClock: (time: string) => string
  /** What stands on the button. */
  readonly actions: { readonly manage: string; readonly bookAgain: string; readonly look: string }
  /** Why somebody gets a mail. */
  readonly footers: {
    readonly customer: (business: string) => string
    readonly staff: (business: string) => string
    readonly owner: (business: string) => string
  }
  readonly endReminders: string
  /** After that, on a page. */
  readonly remindersEnded: string
  readonly code: {
    readonly validFor: (minutes: string) => string
    readonly secrecy: string
    readonly notYou: string
  }
  readonly minutes: Counted
  readonly hours: Counted
  /** Lines of a calendar entry. */
  readonly calendar: {
    readonly employee: (name: string) => string
    readonly reference: (reference: string) => string
    readonly manage: (address: string) => string
  }
}
