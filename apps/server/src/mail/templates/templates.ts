import mustache from 'mustache'
import type { EmailTemplateName } from '../../ports/emailTemplates.ts'
import type { Wording } from '../words/words.ts'
import { FIELDS, type FieldValues } from './fields.ts'

/** `reason` is one line, for whoever has written the template. */
export type TemplateCheck = { readonly ok: true } | { readonly ok: false; readonly reason: string }

const LONGEST_SUBJECT = 300
const LONGEST_BODY = 20_000
const GOOD: TemplateCheck = { ok: true }
const bad = (reason: string): TemplateCheck => ({ ok: false, reason })

/** As mustache 4 gives them: kind, name or text, start, end, and of a section what is in it. */
type Token = readonly [kind: string, name: string, start: number, end: number, inside?: readonly Token[]]

const writer = new mustache.Writer()
// What it has read it would keep for ever, drafts of previews included.
Object.assign(writer, { templateCache: undefined })

/** Whether a template can be sent. One that passes renders, whatever the values of its fields. */
export function checkTemplate(name: EmailTemplateName, { subject, body }: Wording): TemplateCheck {
  if (subject.trim() === '') return bad('The subject is empty')
  if (body.trim() === '') return bad('The body is empty')
  if (/[\r\n]/.test(subject)) return bad('The subject has more than one line')
  if (subject.length > LONGEST_SUBJECT) return bad(`The subject has more than ${LONGEST_SUBJECT} characters`)
  if (body.length > LONGEST_BODY) return bad(`The body has more than ${LONGEST_BODY} characters`)
  for (const [part, text] of [
    ['subject', subject],
    ['body', body],
  ] as const) {
    const reason = problemOf(name, text)
    if (reason !== undefined) return bad(`In the ${part}: ${reason}`)
  }
  return GOOD
}

/** The text with each field's value in its place, as it is: what becomes markup of it is escaped as a whole. */
export function fill(template: string, values: FieldValues): string {
  return writer.render(template, values, undefined, { escape: String })
}

function problemOf(name: EmailTemplateName, text: string): string | undefined {
  try {
    return problemIn(writer.parse(text) as unknown as readonly Token[], FIELDS[name])
  } catch (error) {
    return sayPlainly(error instanceof Error ? error.message : String(error))
  }
}

function problemIn(tokens: readonly Token[], known: readonly string[]): string | undefined {
  for (const [kind, field, , , inside] of tokens) {
    if (kind === 'text' || kind === '!') continue
    if (kind === '>') return 'a template cannot include another one'
    if (kind === '=') return 'fields stand between {{ and }}, and nothing else'
    if (!known.includes(field))
      return `there is no field ${named(field)} in this mail; there are ${known.join(', ')}`
    const problem = inside && problemIn(inside, known)
    if (problem !== undefined) return problem
  }
  return undefined
}

const named = (field: string) => `{{${[...field.replace(/\s+/g, ' ')].slice(0, 40).join('')}}}`

/** What mustache says of a template that it cannot read. */
function sayPlainly(message: string): string {
  const section = /"([^"]*)"/.exec(message)?.[1] ?? ''
  if (message.startsWith('Unclosed section')) return `${named(`#${section}`)} has no ${named(`/${section}`)}`
  if (message.startsWith('Unopened section')) return `${named(`/${section}`)} closes what was not opened`
  if (message.startsWith('Unclosed tag')) return 'a {{ has no }}'
  return 'it cannot be read'
}
