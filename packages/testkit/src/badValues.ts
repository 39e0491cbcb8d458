/** A value as JSON text, so that what JavaScript's own writer would tidy up can be sent as well. */
export interface BadValue {
  readonly title: string
  readonly json: string
}

/** What TypeBox's schemas look like as JSON Schema, as far as bad values are made from them. */
export interface FieldSchema {
  readonly type?: string | readonly string[]
  readonly anyOf?: readonly FieldSchema[]
  readonly maxLength?: number
  readonly pattern?: string
}

const text = (title: string, value: string): BadValue => ({ title, json: JSON.stringify(value) })
const titled = (json: string): BadValue => ({ title: json.slice(0, 60), json })
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
const nestedObjects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

const OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  boolean: ['true', 'false'],
  null: ['null'],
  number: ['1.5', '-1.5', '1e400'],
  integer: ['0', '-1', '7', '1e21'],
  array: ['[]', '[1]', '["10:00"]', nested(1_000)],
  object: ['{}', '{"$gt":""}', '{"toString":1}', '{"length":3}', nestedObjects(1_000)],
  string: ['"x"'],
}

/** Text that no name, number, date, code or token of ours looks like. */
const HOSTILE = [
  "' OR '1'='1",
  "1'; DROP TABLE wp_appointments; --",
  '1 UNION SELECT email FROM wp_appointease_customers',
  '1) OR SLEEP(5)#',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  'javascript:alert(1)//',
  '{{constructor.constructor("return process")()}}',
  '#{7*7}<%= 7*7 %>[[7*7]]',
  '../../../../etc/passwd',
  '..\\..\\windows\\win.ini',
  '$(touch /tmp/pwned)`id`',
  '=HYPERLINK("http://evil.example")',
  '%00%0d%0a',
  '(?:a+)+$',
  '\u202Egnp.exe',
  '１',
  '  ',
]

/** What ends a line or a text in a mail, a header, a log or a terminal. */
const CONTROLS = [
  'a\r\nBcc: everyone@evil.example',
  'a\nb',
  'bell\u0007',
  'clear\u001b[2J',
  'next\u0085line',
  'para\u2029graph',
]

/** Nobody's column keeps these, whatever the field. The surrogates are written as escapes: JSON allows them. */
const UNSTORABLE: readonly BadValue[] = [
  { title: 'NUL', json: '"a\\u0000b"' },
  { title: 'NUL alone', json: '"\\u0000"' },
  { title: 'a lone high surrogate', json: '"\\ud800"' },
  { title: 'a lone low surrogate', json: '"a\\udc00b"' },
  { title: 'surrogates in the wrong order', json: '"\\udc00\\ud800"' },
]

const IMPOSSIBLE_DATES = [
  '2026-02-30',
  '2026-02-29',
  '2026-04-31',
  '2026-13-01',
  '2026-00-10',
  '2026-11-00',
  '2026-11-32',
  '2026-1-1',
  '20261124',
  '24.11.2026',
  '11/24/2026',
  '2026-11-24\n',
  ' 2026-11-24',
  '+002026-11-24',
  '-2026-11-24',
  '12026-11-24',
  'today',
  '2026-W48-2',
]
const IMPOSSIBLE_TIMES = [
  '24:00',
  '25:00',
  '10:60',
  '9:00',
  '10:0',
  '1000',
  '10.00',
  '10:00:00',
  '-1:00',
  '10:00 pm',
  '10:00\n',
]
const IMPOSSIBLE_INSTANTS = [
  '2026-02-30T10:00:00Z',
  '2026-11-24T24:00:00Z',
  '2026-11-24T10:60:00Z',
  '2026-11-24T10:00:60Z',
  '2026-11-24T10:00:00',
  '2026-11-24T10:00Z',
  '2026-11-24T10:00:00+24:00',
  '2026-11-24T10:00:00+00:60',
  '2026-11-24T10:00:00 Z',
]
const IMPOSSIBLE_WALLS = [
  '2026-02-30 10:00',
  '2026-11-24 24:00',
  '2026-11-24 10:60',
  '2026-11-24  10:00',
  '2026-11-24 10',
]
const DATES = new Set(['date', 'new_date', 'from', 'to'])

/** Text that people write as they like. */
const FREE_TEXT = new Set(['name', 'phone', 'notes', 'reason', 'lock_token'])
const SEVERAL_LINES = new Set(['notes', 'reason'])

function branches(schema: FieldSchema): readonly FieldSchema[] {
  return schema.anyOf?.flatMap(branches) ?? [schema]
}

function typesOf(schema: FieldSchema): ReadonlySet<string> {
  return new Set(branches(schema).flatMap(({ type = [] }) => type))
}

function wrongTypes(schema: FieldSchema): readonly BadValue[] {
  const own = typesOf(schema)
  return Object.entries(OF_TYPE)
    .filter(([type]) => !own.has(type))
    .flatMap(([, values]) => values)
    .map(titled)
}

function tooLong(schema: FieldSchema): readonly BadValue[] {
  const longest = Math.max(
    ...branches(schema).map(({ type, maxLength }) => (type === 'string' ? (maxLength ?? 0) : 0)),
  )
  const lengths = longest > 0 ? [longest + 1, 30_000] : [2_000, 30_000]
  return lengths.flatMap((length) => [
    text(`${length} letters`, 'a'.repeat(length)),
    text(`${length} digits`, '1'.repeat(length)),
  ])
}

function impossible(field: string): readonly BadValue[] {
  const values = [
    ...(DATES.has(field) ? IMPOSSIBLE_DATES : []),
    ...(field === 'time' ? IMPOSSIBLE_TIMES : []),
    ...(field === 'start_utc' ? IMPOSSIBLE_INSTANTS : []),
    ...(field === 'new_date' ? [...IMPOSSIBLE_WALLS, ...IMPOSSIBLE_INSTANTS] : []),
  ]
  return values.map((value) => text(JSON.stringify(value), value))
}

function badNumbers(schema: FieldSchema): readonly BadValue[] {
  if (!typesOf(schema).has('integer')) return []
  const numbers = ['0', '-1', '1e15', '1e21', '-0.0', '9007199254740993']
  const digits = ['0', '-1', '+1', '01', '1.0', '1e1', '0x1', ' 1', '1 ', '1,2', 'NaN', '9'.repeat(16)]
  return [...numbers.map(titled), ...digits.map((value) => text(JSON.stringify(value), value))]
}

function badText(field: string): readonly BadValue[] {
  const shown = (value: string) => text(JSON.stringify(value), value)
  const controls = SEVERAL_LINES.has(field) ? [] : CONTROLS.map(shown)
  return FREE_TEXT.has(field) ? controls : [...controls, ...HOSTILE.map(shown)]
}

/** Every value made here is one that a field of that name and schema must refuse. */
export function badValues(field: string, schema: FieldSchema): readonly BadValue[] {
  if (!typesOf(schema).has('string')) return wrongTypes(schema)
  return [
    ...wrongTypes(schema),
    ...UNSTORABLE,
    ...tooLong(schema),
    ...badNumbers(schema),
    ...impossible(field),
    ...badText(field),
  ]
}

/** Text that is allowed where people write freely, and must come out again as it went in. */
export const FREE_HOSTILE: readonly string[] = HOSTILE.filter((value) => value.trim() !== '')
