import { styleText } from 'node:util'
import { type Logger, pino } from 'pino'
import type { LogLevel } from './config/config.ts'

export type { Logger } from 'pino'

/** Where finished lines go, each with its line feed. */
export interface LogOutput {
  write(line: string): unknown
}

const REDACTED = '[redacted]'
const PRIVATE_FIELDS = new Set([
  'address',
  'authorization',
  'code',
  'cookie',
  'email',
  'lock_token',
  'name',
  'nonce',
  'notes',
  'otp',
  'password',
  'payload',
  'phone',
  'recipient',
  'secret',
  'token',
])
const LEVELS_LOOKED_INTO = 2
const MAIL_ADDRESS =
  /[^\s"'<>()[\],;:\\/=@]{1,320}(?:@|%40)(?=[^\s"'<>()[\],;:\\/=@]*\.[A-Za-z\u0080-\uffff])[^\s"'<>()[\],;:\\/=@]{1,255}/g
const COLORS = {
  trace: 'gray',
  debug: 'gray',
  info: 'green',
  warn: 'yellow',
  error: 'red',
  fatal: 'magenta',
} as const
const PINO_FIELDS = new Set(['level', 'time', 'msg', 'err', 'pid', 'hostname'])

/**
 * The server's log: a JSON object a line, or, where `pretty`, a line for people. No personal data: fields that
 * hold such by name are redacted up to two levels deep, of an error only type, message, code and stack are kept,
 * and whatever still looks like a mail address is taken out of the finished line.
 */
export function createLogger(options: { level: LogLevel; pretty: boolean; output: LogOutput }): Logger {
  const { level, pretty, output } = options
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => withoutPrivateFields(fields, LEVELS_LOOKED_INTO),
      },
      // What a child logger brings along is asked of serializers alone.
      serializers: { ...REDACTING, err: describeError },
    },
    { write: (line: string) => void output.write(withoutAddresses(pretty ? prettyLine(line) : line)) },
  )
}

const REDACTING = Object.fromEntries([...PRIVATE_FIELDS].map((field) => [field, () => REDACTED]))

/**
 * Pino's own redaction follows every path into every value, strings too: that took longer than all else about a line, and
 * a good part of what answering a request takes, since each has a child logger.
 */
function withoutPrivateFields(fields: object, levels: number): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields))
    kept[name] = PRIVATE_FIELDS.has(name) ? REDACTED : withoutPrivate(value, levels)
  return kept
}

/** Errors, and what says itself how it is written, stay as they are. */
function withoutPrivate(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null || levels === 0) return value
  if (Array.isArray(value)) return value.map((one) => withoutPrivate(one, levels - 1))
  if (value instanceof Error || 'toJSON' in value) return value
  return withoutPrivateFields(value, levels - 1)
}

interface ErrorDescription {
  readonly type: string
  readonly message: string
  readonly errno?: string
  readonly stack?: string
  readonly cause?: ErrorDescription
}

/** Drivers hang queries, answers and recipients on their errors: only what is known to be harmless is taken over. */
function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'something that is no Error was thrown' }
  return {
    type: error.name,
    message: error.message,
    ...('code' in error && { errno: String(error.code) }),
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  }
}

function withoutAddresses(line: string): string {
  return line.includes('@') || line.includes('%40') ? line.replace(MAIL_ADDRESS, '[address]') : line
}

/** `10:00:00 info  message field=value`, then an error's stack; control characters never reach the terminal. */
function prettyLine(line: string): string {
  const entry: Record<string, unknown> = JSON.parse(line)
  const level = String(entry.level) as keyof typeof COLORS
  const fields = Object.entries(entry)
    .filter(([name]) => !PINO_FIELDS.has(name))
    .map(([name, value]) => styleText('gray', ` ${name}=${printable(JSON.stringify(value))}`))
  const time = String(entry.time).slice(11, 19)
  const head = `${styleText('gray', time)} ${styleText(COLORS[level], level.padEnd(5))} ${printable(String(entry.msg ?? ''))}`
  return `${head}${fields.join('')}${stackLines(entry.err)}\n`
}

function stackLines(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  const { type, message, stack, cause } = error as ErrorDescription
  const lines = (stack ?? `${type}: ${message}`).split('\n').map((line) => `\n  ${printable(line)}`)
  return lines.join('') + stackLines(cause)
}

function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
}
