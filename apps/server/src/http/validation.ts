import type { FastifySchemaValidationError, FastifyServerOptions } from 'fastify'
import type { Refusal } from '../commands/refusals.ts'
import { reasonFor } from './paramReasons.ts'

/** Nothing is coerced, filled in or removed: what a handler sees is what was sent. */
export const VALIDATION_OPTIONS: NonNullable<FastifyServerOptions['ajv']> = {
  customOptions: {
    strict: true,
    coerceTypes: false,
    useDefaults: false,
    removeAdditional: false,
    allErrors: true,
  },
}

/** Ajv's findings as WordPress tells them: first what is missing; only when all is there, what is wrong. */
export function validationRefusal(
  findings: readonly FastifySchemaValidationError[],
  part: string,
): Extract<Refusal, { kind: 'missing_param' | 'invalid_param' }> {
  const missing = findings
    .filter((finding) => finding.keyword === 'required' && finding.instancePath === '')
    .map((finding) => String(finding.params.missingProperty))
  if (missing.length > 0) return { kind: 'missing_param', params: [...new Set(missing)] }
  const params: Record<string, string> = {}
  for (const finding of findings) {
    const name = nameOf(finding.instancePath) ?? part
    params[name] ??= reasonFor(name, finding)
  }
  return { kind: 'invalid_param', params }
}

/** The parameter that a JSON pointer leads into; undefined where it is the whole. */
function nameOf(pointer: string): string | undefined {
  return pointer.split('/')[1]?.replaceAll('~1', '/').replaceAll('~0', '~')
}

/**
 * The parameters that hold text which no database column can keep: NUL, or half of a surrogate pair.
 * Nested values count for the parameter that they stand in.
 */
export function unstorableText(part: unknown): Record<string, string> | undefined {
  if (typeof part !== 'object' || part === null) return undefined
  const unstorable = Object.entries(part).filter(([name, value]) => holdsUnstorable([name, value]))
  if (unstorable.length === 0) return undefined
  return Object.fromEntries(
    unstorable.map(([name]) => [name.toWellFormed(), 'It holds characters that cannot be kept.']),
  )
}

/** Walks with a list of its own: the nesting is the sender's choice, the call stack is not. */
function holdsUnstorable(root: unknown): boolean {
  const waiting: unknown[] = [root]
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) return true
    if (typeof value === 'object' && value !== null)
      waiting.push(...Object.keys(value), ...Object.values(value))
  }
  return false
}
