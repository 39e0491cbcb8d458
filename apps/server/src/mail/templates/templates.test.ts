import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { FIELDS } from './fields.ts'
import { checkTemplate, fill } from './templates.ts'

const reasonOf = (body: string, subject = 'Booked') => {
  const checked = checkTemplate('confirmation', { subject, body })
  return checked.ok ? undefined : checked.reason
}

describe('a template', () => {
  test.each([
    'Hello {{customer_name}},\n\nsee you.',
    '{{ price }} {{{price}}} {{&price}}',
    '{{#price}}It costs {{price}}.{{/price}}{{^price}}It is free.{{/price}}',
    '{{! for whoever edits this }}Hello',
    'a } and a { are text',
  ])('may hold text, fields and sections: %j', (body) => {
    expect(reasonOf(body)).toBeUndefined()
  })

  test.each([
    ['{{#price}}It costs {{price}}.', 'In the body: {{#price}} has no {{/price}}'],
    ['{{#price}}a{{/reference}}', 'In the body: {{#price}} has no {{/price}}'],
    ['a{{/price}}', 'In the body: {{/price}} closes what was not opened'],
    ['a {{price', 'In the body: a {{ has no }}'],
    ['{{> header}}', 'In the body: a template cannot include another one'],
    ['{{=<% %>=}}<% price %>', 'In the body: fields stand between {{ and }}, and nothing else'],
    ['', 'The body is empty'],
    ['a'.repeat(20_001), 'The body has more than 20000 characters'],
  ])('is refused with its reason: %s', (body, reason) => {
    expect(reasonOf(body)).toBe(reason)
  })

  test.each([
    '{{customer}}',
    '{{price.toString}}',
    '{{.}}',
    '{{constructor}}',
    '{{__proto__}}',
    '{{#price}}{{nope}}{{/price}}',
    '{{code}}',
  ])('knows the fields of its mail only: %s', (body) => {
    expect(reasonOf(body)).toMatch(
      /^In the body: there is no field \{\{[^}]*\}\} in this mail; there are greeting, /,
    )
  })

  test('is refused for its subject too', () => {
    expect(reasonOf('a', '{{nope}}')).toMatch(/^In the subject: there is no field \{\{nope\}\}/)
    expect(reasonOf('a', 'one\ntwo')).toBe('The subject has more than one line')
    expect(reasonOf('a', ' ')).toBe('The subject is empty')
  })

  test('says its reason in one line, however the field is written', () => {
    expect(reasonOf(`{{a\n${'b'.repeat(500)}}}`)?.split(';')[0]).toMatch(/^[^\n]{1,110}$/)
  })
})

test('every field that there is stands in the documents', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../../docs/reference/mail.md'), 'utf8')
  const documented = page
    .match(/^\| `[a-z_`, ]+` \|(?=[^|]+\|[^|]+\|$)/gm)
    ?.flatMap((row) => row.match(/[a-z_]+/g) ?? [])
  const fields = new Set(Object.values(FIELDS).flat())
  expect([...fields].filter((field) => !documented?.includes(field))).toEqual([])
})

describe('a filled template', () => {
  test('has what fields hold as it is, and never reads it as a template itself', () => {
    const price = '<b>"&\' {{reference}} $& $1'
    expect(fill('{{price}}|{{{price}}}|{{&price}}', { price, reference: 'no' })).toBe(
      `${price}|${price}|${price}`,
    )
  })

  test('has sections of what is there, and of what is not', () => {
    const body = '{{#price}}costs {{price}} for {{customer_name}}{{/price}}{{^price}}free{{/price}}'
    expect(fill(body, { price: '5', customer_name: 'Jo' })).toBe('costs 5 for Jo')
    expect(fill(body, { price: '', customer_name: 'Jo' })).toBe('free')
  })
})
