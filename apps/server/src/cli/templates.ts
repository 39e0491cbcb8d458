import { saveEmailTemplate } from '../commands/saveEmailTemplate.ts'
import { isLanguage, LANGUAGES, type Language, wordsOf } from '../mail/languages.ts'
import { checkTemplate } from '../mail/templates/templates.ts'
import type { Wording } from '../mail/words/words.ts'
import {
  EMAIL_TEMPLATE_NAMES,
  type EmailTemplate,
  type EmailTemplateName,
  type EmailTemplateStore,
} from '../ports/emailTemplates.ts'
import type { Storage } from '../ports/storage.ts'
import { type Command, type CommandEnd, DONE, type Given, type Surroundings } from './command.ts'
import { type Draft, previewMail, readTemplate, writeTemplate } from './templateTexts.ts'
import { withStorage } from './withStorage.ts'

const HELP = `What mails say before the facts of the appointment, in the owner's words. Fields such as {{customer_name}} and
{{appointment_date}} stand for what each mail is about: docs/reference/mail.md.

  list                    which mails there are, in which languages, and whose words they have
  show                    what is sent: a line "Subject: ...", an empty line, and the body
  set                     takes words of that form from standard input, from the next mail on
  reset                   forgets them; the product's are sent again
  preview                 the whole mail about a made-up appointment, as text

  --name NAME             ${EMAIL_TEMPLATE_NAMES.join(', ')}
  --locale LANGUAGE       ${LANGUAGES.join(', ')}
  --html                  preview: as HTML
  --draft                 preview: of the words on standard input, and nothing is kept
  --event EVENT           preview of a notice: booked, moved, cancelled or reassigned`

const ACTIONS = ['list', 'show', 'set', 'reset', 'preview'] as const

type Action = (typeof ACTIONS)[number]

export const templates: Command = {
  summary: 'word the mails, and see what they look like',
  usage: `${ACTIONS.join(' | ')} [--name NAME --locale LANGUAGE] [--html] [--draft] [--event EVENT]`,
  help: HELP,
  takesWords: true,
  options: {
    name: { type: 'string' },
    locale: { type: 'string' },
    html: { type: 'boolean' },
    draft: { type: 'boolean' },
    event: { type: 'string' },
  },

  async run(given, surroundings, [word, ...more]) {
    const action = ACTIONS.find((one) => one === word)
    if (!action || more.length > 0)
      return { ok: false, reason: `It takes one of ${ACTIONS.join(', ')}. See --help` }
    if (action === 'list') return withStorage(surroundings, ({ storage }) => list(storage, surroundings))
    const wanted = wantedOf(given)
    if (typeof wanted === 'string') return { ok: false, reason: wanted }
    const read = await draftOf(action, given, surroundings)
    if (typeof read === 'string') return { ok: false, reason: read }
    return withStorage(surroundings, ({ storage }) => act(action, given, wanted, read, storage, surroundings))
  },
}

interface Wanted {
  readonly name: EmailTemplateName
  readonly locale: Language
}

/** Which template is meant, or what is wrong. */
function wantedOf({ name = '', locale = '' }: Given): Wanted | string {
  const known = EMAIL_TEMPLATE_NAMES.find((one) => one === name)
  if (!known) return `--name is one of ${EMAIL_TEMPLATE_NAMES.join(', ')}.`
  if (!isLanguage(String(locale))) return `--locale is one of ${LANGUAGES.join(', ')}.`
  return { name: known, locale: String(locale) as Language }
}

/** Undefined where none is asked for. */
async function draftOf(
  action: Action,
  { draft }: Given,
  { readInput }: Surroundings,
): Promise<Wording | string | undefined> {
  if (action !== 'set' && !draft) return undefined
  return (
    readTemplate(await readInput()) ?? 'Standard input begins with a line "Subject: ..." and an empty line.'
  )
}

async function act(
  action: Action,
  given: Given,
  wanted: Wanted,
  draft: Wording | undefined,
  storage: Storage,
  surroundings: Surroundings,
): Promise<CommandEnd> {
  const { emailTemplates } = storage
  const { say } = surroundings
  switch (action) {
    case 'show':
      say(writeTemplate(await presentOf(emailTemplates, wanted)))
      return DONE
    case 'set':
      return draft ? set({ ...wanted, ...draft, active: true }, emailTemplates, say) : DONE
    case 'reset':
      if (!(await emailTemplates.removeTemplate(wanted.name, wanted.locale)))
        return { ok: false, reason: 'There are no words of your own for this mail.' }
      say("The product's words are sent again.")
      return DONE
    default: {
      const wording = draft ?? (await presentOf(emailTemplates, wanted))
      return preview({ ...wanted, wording }, given, storage, surroundings)
    }
  }
}

async function set(
  template: EmailTemplate,
  emailTemplates: EmailTemplateStore,
  say: Surroundings['say'],
): Promise<CommandEnd> {
  const saved = await saveEmailTemplate(emailTemplates, template)
  if (!saved.ok) return { ok: false, reason: `${saved.refusal.reason}. Nothing was changed.` }
  say('It is set, from the next mail on.')
  return DONE
}

async function preview(
  draft: Draft,
  { html, event }: Given,
  { catalog }: Storage,
  { config, clock, say }: Surroundings,
): Promise<CommandEnd> {
  const checked = checkTemplate(draft.name, draft.wording)
  if (!checked.ok) return { ok: false, reason: `${checked.reason}.` }
  const mail = previewMail(draft, String(event ?? 'booked'), await catalog.getCatalog(), config, clock.now())
  if (!mail) return { ok: false, reason: '--event is one of booked, moved, cancelled, reassigned.' }
  say(html ? mail.html.trimEnd() : `Subject: ${mail.subject}\n\n${mail.text.trimEnd()}`)
  return DONE
}

/** What is sent at present. */
async function presentOf(emailTemplates: EmailTemplateStore, { name, locale }: Wanted): Promise<Wording> {
  const own = await emailTemplates.findTemplate(name, locale)
  return own?.active && checkTemplate(name, own).ok ? own : wordsOf(locale).templates[name]
}

async function list({ emailTemplates }: Storage, { say }: Surroundings): Promise<CommandEnd> {
  const own = await emailTemplates.listTemplates()
  for (const name of EMAIL_TEMPLATE_NAMES) {
    for (const locale of LANGUAGES) {
      const template = own.find((one) => one.name === name && one.locale === locale)
      say(`${name.padEnd(14)}${locale.padEnd(4)}${template ? stateOf(template) : "the product's"}`)
    }
  }
  return DONE
}

function stateOf(template: EmailTemplate): string {
  if (!template.active) return "the product's; yours is not active"
  const checked = checkTemplate(template.name, template)
  return checked.ok ? 'yours' : `the product's; yours cannot be sent. ${checked.reason}`
}
