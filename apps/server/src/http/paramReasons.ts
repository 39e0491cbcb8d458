import type { FastifySchemaValidationError } from 'fastify'

type Finding = Pick<FastifySchemaValidationError, 'keyword' | 'params' | 'schemaPath'>

const DATE = 'Please give a date as YYYY-MM-DD.'
const TIME = 'Please give a time as HH:MM, from 00:00 to 23:59.'
const MOMENT =
  'Please give a date as YYYY-MM-DD, with a time as YYYY-MM-DD HH:MM, or a moment such as 2026-12-01T10:00:00Z.'
const NUMBER_OF = (what: string) => `Please give the number of ${what}.`

/** What each parameter should look like, for people. Never repeats what was sent. */
const REASONS: Readonly<Record<string, string>> = {
  email: 'This does not look like an e-mail address. Please check it.',
  name: 'Please give a name of at most 191 characters, on one line.',
  phone: 'Please give a telephone number of at most 32 characters.',
  notes: 'Please shorten the notes to 2000 characters.',
  reason: 'Please shorten the reason to 500 characters.',
  otp: 'The code has six digits.',
  date: DATE,
  new_date: MOMENT,
  from: DATE,
  to: DATE,
  time: TIME,
  service_id: NUMBER_OF('a service'),
  employee_id: `${NUMBER_OF('a person of the team')} Where it may be anybody: any.`,
  id: 'Please give the number or the reference of the appointment.',
  exclude_appointment_id: 'Please give the number or the reference of the appointment.',
  client_id: 'This must be 6 to 64 letters, digits, hyphens or underscores.',
  lock_token: 'This is not a token that we gave.',
  timezone: 'Please give the name of a time zone, such as Europe/Paris.',
  locale: 'Please give a language, such as en or de-AT.',
  page: 'Please give a whole number from 1.',
  per_page: 'Please give a whole number from 1 to 100.',
  'idempotency-key': 'This must be 8 to 255 printable characters without spaces.',
}

const TYPE_REASONS: Readonly<Record<string, string>> = {
  string: 'This must be text.',
  integer: 'This must be a whole number.',
  number: 'This must be a number.',
  boolean: 'This must be true or false.',
  object: 'This must be an object.',
  array: 'This must be a list.',
}

/** Why a value does not do, in plain words. */
export function reasonFor(name: string, finding: Finding): string {
  if (finding.keyword === 'type' && !finding.schemaPath.includes('/anyOf/')) return typeReason(finding)
  if (name === 'date' && takesMoments(finding)) return MOMENT
  const own = Object.hasOwn(REASONS, name) ? REASONS[name] : undefined
  if (own !== undefined) return own
  const { limit, allowedValues } = finding.params
  if (finding.keyword === 'enum') return `This must be one of: ${(allowedValues as unknown[]).join(', ')}.`
  if (finding.keyword === 'maxLength') return `This is too long: at most ${limit} characters.`
  if (finding.keyword === 'minLength') return `This is too short: at least ${limit} characters.`
  if (finding.keyword === 'minimum') return `This must be at least ${limit}.`
  if (finding.keyword === 'maximum') return `This must be at most ${limit}.`
  return 'This does not have the right form.'
}

/** Some routes take a moment where others take a whole date; the pattern tells which. */
function takesMoments({ params }: Finding): boolean {
  return String(params.pattern ?? '').includes('[Tt]')
}

function typeReason({ params }: Finding): string {
  return TYPE_REASONS[String(params.type)] ?? 'This is not of the right type.'
}
