import {
  CONFIG_EXIT_CODE,
  type Config,
  type ConfigProblem,
  formatProblem,
  isConfigProblem,
} from '../config/config.ts'
import type { Clock } from '../ports/clock.ts'
import { DatabaseUnusable } from '../ports/storage.ts'
import { adopt } from './adopt.ts'
import { calendars } from './calendars.ts'
import { collisions } from './collisions.ts'
import type { Command, CommandEnd } from './command.ts'
import { copy } from './copy.ts'
import { feeds } from './feeds.ts'
import { migrate } from './migrate.ts'
import { readOptions } from './readOptions.ts'
import { redis } from './redis.ts'
import { templates } from './templates.ts'
import { webhooks } from './webhooks.ts'

const COMMANDS: Readonly<Record<string, Command>> = {
  migrate,
  copy,
  adopt,
  collisions,
  redis,
  templates,
  webhooks,
  feeds,
  calendars,
}

const REFUSED = 1

/** Anything else may be an address that was typed in the wrong place, with its password. */
const isWord = (text: string) => /^[a-z-]{1,20}$/.test(text)

const indented = (name: string, summary: string) => `  ${name.padEnd(12)}${summary}`

const HELP = `Usage: npx appointease COMMAND [OPTIONS]

${Object.entries(COMMANDS)
  .map(([name, { summary }]) => indented(name, summary))
  .join('\n')}

It uses the same variables and the same .env as the server: docs/reference/configuration.md.
npx appointease COMMAND --help says more.`

export interface Terminal {
  readonly cwd: string
  readonly clock: Clock
  readonly loadConfig: () => Config | ConfigProblem
  readonly readInput: () => Promise<string>
  readonly say: (line: string) => void
  /** For standard error. */
  readonly complain: (line: string) => void
}

/** Does what the words say and returns the exit code: 0 done, 1 refused or failed, 78 a value cannot be used. */
export async function runCommandLine(words: readonly string[], terminal: Terminal): Promise<number> {
  const { say, complain, readInput, cwd, clock } = terminal
  const [name = '--help', ...rest] = words
  if (name === '--help' || name === '-h') {
    say(HELP)
    return 0
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) {
    complain(`There is no command ${isWord(name) ? name : 'of this name'}. See: npx appointease --help`)
    return REFUSED
  }
  const read = readOptions(command, rest)
  if (typeof read === 'string') {
    complain(`${read}. See: npx appointease ${name} --help`)
    return REFUSED
  }
  const { given, words: others } = read
  if (given.help) {
    say(`Usage: npx appointease ${name} ${command.usage}\n\n${command.help}`)
    return 0
  }
  const config = terminal.loadConfig()
  const end = isConfigProblem(config)
    ? config
    : await attempt(() => command.run(given, { config, cwd, clock, readInput, say }, others))
  if (isConfigProblem(end)) {
    complain(formatProblem(end))
    return CONFIG_EXIT_CODE
  }
  if (!end.ok) complain(end.reason)
  return end.ok ? 0 : REFUSED
}

async function attempt(work: () => Promise<CommandEnd>): Promise<CommandEnd> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DatabaseUnusable) {
      const reason = error.reason.replace(/\.$/, '')
      return { kind: 'config_problem', variable: 'DATABASE_URL', reason, example: error.example }
    }
    return { ok: false, reason: error instanceof Error ? oneLine(error.message) : String(error) }
  }
}

const oneLine = (text: string) => text.replaceAll(/\s*\n\s*/g, ' ')
