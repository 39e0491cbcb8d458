import packageJson from '../../apps/server/package.json' with { type: 'json' }
import {
  type Documented,
  documentedOperations,
} from '../../apps/server/src/http/discovery/documentedOperations.ts'
import {
  type Components,
  isRequired,
  outline,
  propertiesOf,
  resolve,
  type Schema,
  typeInWords,
} from '../../apps/server/src/http/discovery/schemaShape.ts'
import { buildOpenApi, type OpenApiOperation } from '../../packages/contract/src/openapi.ts'
import { table } from './table.ts'

const INTRODUCTION = `This page is made from the OpenAPI 3.1 document that a running server serves at
\`/wp-json/appointease/v1/openapi.json\` and shows to people at \`/docs\`. What the codes of errors mean is in
[errors](errors.md); how the live fields work, in [live](live.md); how to call all this from TypeScript, in
[the API and its client](../guide/api-and-client.md).`

type Content = Readonly<Record<string, { readonly schema: Schema }>>

/** Every operation with what it takes, what it answers and how it says no. */
export function apiPage(): string {
  const { version } = packageJson
  const document = buildOpenApi({ title: 'AppointEase', version, serverUrl: '' })
  const operations = documentedOperations(document)
  const tags = document.tags as readonly { name: string; description: string }[]
  const sections = tags.flatMap(({ name, description }) => {
    const own = operations.filter(({ operation }) => operation.tags[0] === name)
    const title = name.charAt(0).toUpperCase() + name.slice(1)
    return own.length === 0
      ? []
      : [`## ${title}`, description, ...own.map((one) => operationSection(one, document.components.schemas))]
  })
  return ['# The API', INTRODUCTION, String(document.info.description), ...sections].join('\n\n')
}

function operationSection({ operation, method, paths }: Documented, components: Components): string {
  const addresses = paths.map((path) => `${method.toUpperCase()} ${path}`).join('\n')
  return [
    `### ${operation.summary}`,
    `\`\`\`http\n${addresses}\n\`\`\``,
    `\`${operation.operationId}\` · ${callerInWords(operation)}`,
    operation.description,
    ...fieldTable(fieldsOf(operation, components), components),
    ...reply(operation, components),
    ...errors(operation),
  ].join('\n\n')
}

function callerInWords({ security }: OpenApiOperation): string {
  const ways = security.map((way) => Object.keys(way))
  const isOpen = ways.some((names) => names.length === 0)
  const isKnown = ways.some((names) => names.length > 0)
  if (!isKnown) return 'anybody'
  const nonce = ways.some((names) => names.includes('nonce')) ? ', by cookie with `X-WP-Nonce`' : ''
  const link = ways.some((names) => names.includes('manage_link'))
    ? '; whoever shows the link of the appointment, in `X-AppointEase-Manage`'
    : ''
  const linkInQuery = ways.some((names) => names.includes('manage_link_query')) ? ' or as `?manage=`' : ''
  return `${isOpen ? 'anybody, or a signed-in customer' : 'a signed-in customer'}${nonce}${link}${linkInQuery}`
}

interface Field {
  readonly name: string
  readonly place: string
  readonly required: boolean
  readonly schema: Schema
}

function fieldsOf({ parameters, requestBody }: OpenApiOperation, components: Components): readonly Field[] {
  const outside = parameters.map((parameter) => ({
    name: String(parameter.name),
    place: String(parameter.in),
    required: parameter.required === true,
    schema: parameter.schema as Schema,
  }))
  const [content] = Object.values((requestBody?.content as Content | undefined) ?? {})
  const body = resolve(content?.schema ?? {}, components)
  const inside = propertiesOf(body).map(([name, schema]) => ({
    name,
    place: 'body',
    required: isRequired(body, name),
    schema,
  }))
  return [...outside, ...inside]
}

function fieldTable(fields: readonly Field[], components: Components): readonly string[] {
  if (fields.length === 0) return []
  const rows = fields.map(({ name, place, required, schema }) => [
    `\`${name}\``,
    place,
    required ? 'yes' : 'no',
    typeInWords(schema, components),
    String(resolve(schema, components).description ?? ''),
  ])
  return [table(['name', 'in', 'required', 'type', 'meaning'], rows)]
}

function reply({ responses }: OpenApiOperation, components: Components): readonly string[] {
  const [status, success] = Object.entries(responses).find(([code]) => code.startsWith('2')) ?? []
  const [type, content] = Object.entries((success?.content as Content | undefined) ?? {})[0] ?? []
  if (status === undefined || type === undefined || content === undefined) return []
  if (type !== 'application/json') return [`Answers ${status}, \`${type}\`.`]
  return [`Answers ${status}:`, `\`\`\`text\n${outline(content.schema, components)}\n\`\`\``]
}

function errors({ responses }: OpenApiOperation): readonly string[] {
  const refusals = Object.entries(responses).filter(([status]) => !status.startsWith('2'))
  if (refusals.length === 0) return []
  return [
    `Says no with:\n\n${refusals.map(([status, { description }]) => `- ${status}: ${description}`).join('\n')}`,
  ]
}
