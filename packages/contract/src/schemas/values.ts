import { type Static, type TSchema, Type } from 'typebox'

/** `null` beside one plain type, in the form that serializers compile without a run-time choice. */
export const nullable = <Schema extends TSchema & { type: string }>(schema: Schema, extra: object = {}) =>
  Type.Unsafe<Static<Schema> | null>({ ...schema, ...extra, type: [schema.type, 'null'] })

/** One of a few words. */
export const oneOf = <const Values extends readonly string[]>(values: Values, extra: object = {}) =>
  Type.Unsafe<Values[number]>({ type: 'string', enum: [...values], ...extra })

export const YES = Type.Literal(true)

const CONTROL = '\\u0000-\\u001F\\u007F-\\u009F\\u2028\\u2029'
const LONE_SURROGATE = '\\uD800-\\uDFFF'
/** White space that trimming removes and that is no line break or other control character. */
const BLANK = `[^\\S${CONTROL}]`

/**
 * Text that goes into one line of a mail, a calendar file or a header: 1 to `max` characters once trimmed,
 * no control characters. Characters are code points, as the databases' columns count them.
 */
export const lineOfText = (max: number, extra: object = {}) =>
  Type.String({
    maxLength: max + 64,
    pattern: `^${BLANK}*[^\\s${CONTROL}${LONE_SURROGATE}](?:[^${CONTROL}${LONE_SURROGATE}]{0,${max - 2}}[^\\s${CONTROL}${LONE_SURROGATE}])?${BLANK}*$`,
    ...extra,
  })

/** Text of several lines, possibly empty. NUL and lone surrogates cannot be stored and are refused. */
export const freeText = (max: number, extra: object = {}) =>
  Type.String({ maxLength: max, pattern: `^[^\\u0000${LONE_SURROGATE}]*$`, ...extra })

const ID_DIGITS = '[1-9][0-9]{0,14}'
const DATE = '[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])'
const CLOCK = '(?:[01][0-9]|2[0-3]):[0-5][0-9]'
const OFFSET = '(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])'

const integerId = { type: 'integer', minimum: 1, maximum: 999_999_999_999_999 }

/** A numeric id as WordPress accepts it: `1` or `"1"`. `idOf` makes it a number. */
export const Id = Type.Unsafe<number | string>({
  anyOf: [integerId, { type: 'string', pattern: `^${ID_DIGITS}$` }],
  description: 'A positive integer, as a number or as decimal digits.',
})
export type Id = Static<typeof Id>

/** An employee's id, or `any`: the server chooses at booking time by the owner's rule. */
export const EmployeeChoice = Type.Unsafe<number | string>({
  anyOf: [integerId, { type: 'string', pattern: `^(?:any|${ID_DIGITS})$` }],
  description: "An employee's id, or `any`.",
})
export type EmployeeChoice = Static<typeof EmployeeChoice>

/** An appointment by its numeric id or its `strong_id`; digits alone are how the original plugin wrote it. */
export const AppointmentRef = Type.Unsafe<number | string>({
  anyOf: [
    integerId,
    { type: 'string', pattern: `^(?:${ID_DIGITS}|APT-[0-9]{4}-(?:[0-9]{6,7}|[0-9A-Za-z_-]{8,40}))$` },
  ],
  description: 'The numeric id or the `strong_id`.',
})
export type AppointmentRef = Static<typeof AppointmentRef>

/** Ids of employees, separated by commas: how many days one stream can tell of. */
export const MOST_STREAMED = 20
export const EmployeeIds = Type.String({
  maxLength: 400,
  pattern: `^${ID_DIGITS}(?:,${ID_DIGITS}){0,${MOST_STREAMED - 1}}$`,
  description: `Up to ${MOST_STREAMED} ids of employees, separated by commas.`,
})

export const idOf = (id: Id): number => Number(id)

export const employeeChoiceOf = (choice: EmployeeChoice): number | 'any' =>
  choice === 'any' ? 'any' : Number(choice)

export const appointmentRefOf = (
  ref: AppointmentRef,
): { readonly id: number } | { readonly strongId: string } =>
  typeof ref === 'string' && ref.startsWith('APT-') ? { strongId: ref } : { id: Number(ref) }

export const CalendarDay = Type.String({
  pattern: `^${DATE}$`,
  description: "`YYYY-MM-DD` on the business's wall clock.",
})

export const Time = Type.String({
  pattern: `^${CLOCK}$`,
  description: "`HH:MM` on the business's wall clock.",
})

/** Three forms: a date; a wall time of the business; an instant with its offset. */
export const AppointmentDate = Type.String({
  maxLength: 40,
  pattern: `^${DATE}(?: ${CLOCK}(?::[0-5][0-9])?|[Tt]${CLOCK}:[0-5][0-9](?:\\.[0-9]{1,9})?${OFFSET})?$`,
  description:
    "`YYYY-MM-DD` (then `time` says when), `YYYY-MM-DD HH:MM[:SS]` on the business's wall clock, or an RFC 3339 instant with an offset. Of a wall time that happens twice the first is meant; an instant can name the second.",
})

/** A moment in replies. */
export const Instant = Type.String({ description: 'An instant in UTC, `YYYY-MM-DDTHH:MM:SSZ`.' })

/** A moment in requests. */
export const InstantInput = Type.String({
  maxLength: 40,
  pattern: `^${DATE}[Tt]${CLOCK}:[0-5][0-9](?:\\.[0-9]{1,9})?${OFFSET}$`,
  description: 'An RFC 3339 instant with an offset.',
})

export const TimeZone = Type.String({
  maxLength: 64,
  pattern: '^[A-Za-z][A-Za-z0-9_+/-]{0,63}$',
  description: 'An IANA zone name.',
})

export const Locale = Type.String({
  maxLength: 35,
  pattern: '^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,4}$',
  description: 'A language tag, `de-DE` or WordPress’s `de_DE`.',
})

const IN_NO_ADDRESS = `\\s@,;:<>()"\\[\\]\\\\${CONTROL}${LONE_SURROGATE}\\p{Cf}`
/** One part of a domain: not empty, and more than hyphens. */
const LABEL = `(?!-+(?:\\.|$))[^.${IN_NO_ADDRESS}]+`

/** One address and nothing else: no second recipient, no display name, no header can ride along. */
export const Email = Type.String({
  minLength: 3,
  maxLength: 254,
  pattern: `^[^${IN_NO_ADDRESS}]{1,64}@${LABEL}(?:\\.${LABEL})*$`,
  description: 'One e-mail address.',
})

export const PersonName = lineOfText(191, { description: '1–191 characters once trimmed.' })

export const Phone = Type.String({
  maxLength: 32,
  pattern: `^[^${CONTROL}${LONE_SURROGATE}]*$`,
  description: 'As the customer writes it; may be empty.',
})

export const Notes = freeText(2000)
export const Reason = freeText(500)

export const ClientId = Type.String({
  pattern: '^[A-Za-z0-9_-]{6,64}$',
  description: 'Made by the client and its secret. Others see an alias from which it cannot be derived.',
})

/** No shape is asked for: a token that is merely wrong is `LOCK_NOT_OWNED`, not an invalid parameter. */
export const LockToken = lineOfText(255, { description: 'Proof of a lock, from `slots/select`.' })

export const OneTimeCode = Type.String({ pattern: '^[0-9]{6}$', description: 'The six digits of the mail.' })

export const Version = Type.String({ pattern: '^[A-Za-z0-9_.:-]{1,64}$' })

/** A parameter that is absent or empty: `since=` in an address means that there is none. */
export const orBlank = <Schema extends TSchema>(schema: Schema) =>
  Type.Unsafe<Static<Schema> | ''>({ anyOf: [schema, { type: 'string', maxLength: 0 }] })

export const PageNumber = Type.Unsafe<number | string>({
  anyOf: [
    { type: 'integer', minimum: 1, maximum: 100_000 },
    { type: 'string', pattern: '^[1-9][0-9]{0,4}$' },
  ],
  description: 'From 1.',
})

export const PageSize = Type.Unsafe<number | string>({
  anyOf: [
    { type: 'integer', minimum: 1, maximum: 100 },
    { type: 'string', pattern: '^(?:[1-9][0-9]?|100)$' },
  ],
  description: '1–100.',
})

export const STORAGE_MODES = ['redis', 'mysql', 'sqlite'] as const
export const StorageMode = oneOf(STORAGE_MODES)
export type StorageMode = Static<typeof StorageMode>

export const REDIS_STATUSES = ['available', 'unavailable', 'disabled'] as const
export const RedisStatus = oneOf(REDIS_STATUSES)
export type RedisStatus = Static<typeof RedisStatus>

export const RedisOps = Type.Object({ get: Type.Integer(), set: Type.Integer(), publish: Type.Integer() })
export type RedisOps = Static<typeof RedisOps>
