import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from '@swc/core'

/** A text as a translator meets it. `key` is Jed's: the text, after its context and U+0004 where it has one. */
export interface Text {
  readonly key: string
  readonly plural?: string
  readonly file: string
}

export const DOMAIN = 'appointease'

/** Of each function of @wordpress/i18n: which argument is the text, its plural, its context, the domain. */
const FUNCTIONS: Readonly<Record<string, { plural?: number; context?: number; domain: number }>> = {
  __: { domain: 1 },
  _x: { context: 1, domain: 2 },
  _n: { plural: 1, domain: 3 },
  _nx: { plural: 1, context: 3, domain: 4 },
}

interface Node {
  readonly type: string
  readonly value?: unknown
  readonly callee?: { readonly type: string; readonly value?: string }
  readonly arguments?: readonly { readonly expression: Node }[]
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

function callsIn(node: unknown, found: Node[] = []): Node[] {
  if (!isNode(node)) return found
  if (node.type === 'CallExpression' && node.callee?.type === 'Identifier') found.push(node)
  for (const child of Object.values(node)) callsIn(child, found)
  return found
}

function textOf(call: Node, file: string): Text | undefined {
  const shape = FUNCTIONS[call.callee?.value ?? '']
  if (!shape) return undefined
  const literal = (at: number): string => {
    const given = call.arguments?.[at]?.expression
    if (given?.type !== 'StringLiteral')
      throw new Error(
        `${file}: argument ${at + 1} of ${call.callee?.value}() has to be a string as it stands`,
      )
    return String(given.value)
  }
  const text = literal(0)
  if (literal(shape.domain) !== DOMAIN) throw new Error(`${file}: "${text}" is of another text domain`)
  return {
    key: shape.context === undefined ? text : `${literal(shape.context)}\u0004${text}`,
    ...(shape.plural === undefined ? {} : { plural: literal(shape.plural) }),
    file,
  }
}

export function textsIn(source: string, file: string): readonly Text[] {
  const program = parseSync(source, { syntax: 'typescript', tsx: file.endsWith('.tsx') })
  return callsIn(program)
    .map((call) => textOf(call, file))
    .filter((text) => text !== undefined)
}

const root = join(import.meta.dirname, '../../..')
const SOURCES = ['apps/booking/src', 'packages/ui/src', 'packages/store/src']

/** Every text of the page, each once, in the order of their files. */
export function textsOfPage(): readonly Text[] {
  const files = SOURCES.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
      .sort()
      .map((name) => `${folder}/${name}`),
  )
  const texts = new Map<string, Text>()
  for (const file of files)
    for (const text of textsIn(readFileSync(join(root, file), 'utf8'), file)) {
      const known = texts.get(text.key)
      if (!known || (!known.plural && text.plural)) texts.set(text.key, text)
    }
  return [...texts.values()]
}
