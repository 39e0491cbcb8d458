import type { OpenApiOperation } from '@appointease/contract'
import { escapeHtml } from '../../escapeHtml.ts'
import type { Documented } from './documentedOperations.ts'
import {
  type Components,
  isRequired,
  outline,
  propertiesOf,
  resolve,
  type Schema,
  typeInWords,
} from './schemaShape.ts'

interface Field {
  readonly name: string
  readonly place: string
  readonly required: boolean
  readonly schema: Schema
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>

export function operationSection({ operation, method, paths }: Documented, components: Components): string {
  const addresses = paths.map(
    (path) =>
      `<div class="address"><span class="method${method === 'get' ? '' : ' change'}">${method.toUpperCase()}</span><code>${escapeHtml(path)}</code></div>`,
  )
  return `<article class="operation" id="${escapeHtml(operation.operationId)}" aria-labelledby="${escapeHtml(operation.operationId)}-title">
<h3 id="${escapeHtml(operation.operationId)}-title">${escapeHtml(operation.summary)}</h3>
${addresses.join('\n')}
<span class="caller">${escapeHtml(callerInWords(operation))}</span>
${prose(operation.description)}
${fieldList('Parameters', parametersOf(operation), components)}
${fieldList('Body', bodyOf(operation, components), components)}
${replyOutline(operation, components)}
${errorList(operation)}
</article>`
}

/** Plain text with `code` marks as a paragraph. */
export function prose(text: string): string {
  return `<p>${marked(text)}</p>`
}

function marked(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>')
}

function callerInWords({ security }: OpenApiOperation): string {
  const ways = security.map((way) => Object.keys(way))
  if (ways.length === 0 || ways.every((names) => names.length === 0)) return 'Anybody'
  const isOpen = ways.some((names) => names.length === 0)
  const needsNonce = ways.some((names) => names.includes('nonce'))
  const who = isOpen ? 'Anybody, or a signed-in customer' : 'The customer'
  return needsNonce ? `${who} · by cookie with X-WP-Nonce` : who
}

function parametersOf({ parameters }: OpenApiOperation): readonly Field[] {
  return parameters.map((parameter) => ({
    name: String(parameter.name),
    place: String(parameter.in),
    required: parameter.required === true,
    schema: parameter.schema as Schema,
  }))
}

function bodyOf({ requestBody }: OpenApiOperation, components: Components): readonly Field[] {
  if (requestBody === undefined) return []
  const [content] = Object.values(requestBody.content as Content)
  const schema = resolve(content?.schema ?? {}, components)
  return propertiesOf(schema).map(([name, property]) => ({
    name,
    place: '',
    required: isRequired(schema, name),
    schema: property,
  }))
}

function fieldList(title: string, fields: readonly Field[], components: Components): string {
  if (fields.length === 0) return ''
  const rows = fields.map(({ name, place, required, schema }) => {
    const { description } = resolve(schema, components)
    const notes = [required ? 'required' : 'optional', place === '' ? '' : `in the ${place}`]
      .filter(Boolean)
      .join(', ')
    return `<div><dt><code>${escapeHtml(name)}</code></dt><dd>${escapeHtml(typeInWords(schema, components))}<br><span class="quiet">${notes}</span></dd><dd class="quiet">${marked(String(description ?? ''))}</dd></div>`
  })
  return `<h4>${title}</h4>\n<dl class="fields">\n${rows.join('\n')}\n</dl>`
}

function replyOutline({ responses }: OpenApiOperation, components: Components): string {
  const [status, success] = Object.entries(responses).find(([code]) => code.startsWith('2')) ?? []
  if (status === undefined || success === undefined) return ''
  const [type, content] = Object.entries((success.content as Content | undefined) ?? {})[0] ?? []
  if (type === undefined || content === undefined) return ''
  const shape = type === 'application/json' ? outline(content.schema, components) : ''
  const body =
    shape === ''
      ? ''
      : `<details><summary>What it looks like</summary>\n<pre tabindex="0">${escapeHtml(shape)}</pre></details>`
  return `<h4>Reply</h4>\n<p><code>${status}</code> <span class="quiet">${escapeHtml(type)}</span></p>\n${body}`
}

function errorList({ responses }: OpenApiOperation): string {
  const errors = Object.entries(responses).filter(([status]) => !status.startsWith('2'))
  if (errors.length === 0) return ''
  const rows = errors.map(
    ([status, reply]) =>
      `<div><dt><code>${status}</code></dt><dd class="wide">${marked(String(reply.description ?? ''))}</dd></div>`,
  )
  return `<details><summary>When it says no</summary>\n<dl class="fields">\n${rows.join('\n')}\n</dl></details>`
}
