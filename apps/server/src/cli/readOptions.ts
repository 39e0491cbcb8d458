import { parseArgs } from 'node:util'
import type { Command, Given } from './command.ts'

export interface Read {
  readonly given: Given
  readonly words: readonly string[]
}

/** The options and the other words, or what is wrong with them. Of what was typed it repeats no more than an option's name: it may be a password. */
export function readOptions(command: Command, words: readonly string[]): Read | string {
  const options = { ...command.options, help: { type: 'boolean', short: 'h' } } as const
  try {
    const allowPositionals = command.takesWords === true
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals })
    return { given: values as Given, words: positionals }
  } catch {
    return whatIsWrong(options, words, command.takesWords === true)
  }
}

function whatIsWrong(options: Command['options'], words: readonly string[], takesWords: boolean): string {
  const { tokens } = parseArgs({
    args: [...words],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const problems = tokens.flatMap((token) => {
    if (token.kind === 'positional') return takesWords ? [] : 'There is a word that belongs to no option'
    return token.kind === 'option' ? (problemOf(token, options) ?? []) : []
  })
  return problems[0] ?? 'The options cannot be read'
}

interface Option {
  readonly name: string
  /** As it was typed, with its dashes. */
  readonly rawName: string
  readonly value: string | undefined
  readonly inlineValue: boolean | undefined
}

function problemOf(option: Option, options: Command['options']): string | undefined {
  const { name, rawName, value } = option
  const type = Object.hasOwn(options, name) ? options[name]?.type : undefined
  if (!type) return `There is no option ${/^--?[a-z][a-z-]*$/.test(rawName) ? rawName : 'of this name'}`
  if (type === 'boolean') return value === undefined ? undefined : `${rawName} takes no value`
  return isMissing(option) ? `${rawName} takes a value` : undefined
}

/** What looks like another option is one that the value was forgotten before; a single - is a value. */
const isMissing = ({ value, inlineValue }: Option) =>
  value === undefined || (!inlineValue && value.length > 1 && value.startsWith('-'))
