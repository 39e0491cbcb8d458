import type { OpenApiDocument } from '@appointease/contract'

export type Schema = Readonly<Record<string, unknown>>
export type Components = OpenApiDocument['components']['schemas']

const DEEPEST = 6

export function resolve(schema: Schema, components: Components): Schema {
  const name = /^#\/components\/schemas\/(.+)$/.exec(String(schema.$ref ?? ''))?.[1]
  return name === undefined ? schema : (components[name] ?? {})
}

export function propertiesOf(schema: Schema): readonly (readonly [string, Schema])[] {
  return Object.entries((schema.properties as Readonly<Record<string, Schema>> | undefined) ?? {})
}

export function isRequired(schema: Schema, name: string): boolean {
  return ((schema.required as readonly string[] | undefined) ?? []).includes(name)
}

function choicesOf(schema: Schema): readonly Schema[] {
  return ((schema.anyOf ?? schema.oneOf ?? []) as readonly Schema[]).filter(
    (choice) => choice.maxLength !== 0,
  )
}

/** What a value is, in a few words: `text`, `whole number or text`, `list of objects`, `"ok" or "degraded"`. */
export function typeInWords(given: Schema, components: Components): string {
  const schema = resolve(given, components)
  const words = schema.enum as readonly unknown[] | undefined
  if (words !== undefined) return words.map((word) => JSON.stringify(word)).join(' or ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  const choices = choicesOf(schema)
  if (choices.length > 0)
    return [...new Set(choices.map((choice) => typeInWords(choice, components)))].join(' or ')
  const types = [schema.type].flat().map(String)
  return types.map((type) => wordFor(type, schema, components)).join(' or ')
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
  null: 'null',
}

function wordFor(type: string, schema: Schema, components: Components): string {
  if (type !== 'array') return WORDS[type] ?? 'anything'
  const item = typeInWords((schema.items as Schema | undefined) ?? {}, components)
  return `list of ${item === 'object' ? 'objects' : item}`
}

/** A reply's outline as JSON is written, with types in place of values; of several forms, each. */
export function outline(given: Schema, components: Components, depth = 0): string {
  const schema = resolve(given, components)
  const choices = choicesOf(schema)
  if (choices.some((choice) => resolve(choice, components).type === 'object')) {
    return choices
      .map((choice) => outline(choice, components, depth))
      .join(depth === 0 ? '\n\nor\n\n' : ' or ')
  }
  if (schema.type === 'array')
    return `[${outline((schema.items as Schema | undefined) ?? {}, components, depth)}, …]`
  const properties = propertiesOf(schema)
  if (properties.length === 0 || depth >= DEEPEST) return typeInWords(schema, components)
  const indent = '  '.repeat(depth + 1)
  const lines = properties.map(([name, property]) => {
    const mark = isRequired(schema, name) ? '' : '?'
    return `${indent}"${name}"${mark}: ${outline(property, components, depth + 1)}`
  })
  return `{\n${lines.join(',\n')}\n${'  '.repeat(depth)}}`
}
