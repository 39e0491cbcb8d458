import type { ParseArgsOptionsConfig } from 'node:util'
import type { Config, ConfigProblem } from '../config/config.ts'
import type { Clock } from '../ports/clock.ts'

/** What the options after a command's name came to. */
export type Given = Readonly<Record<string, string | boolean | undefined>>

export interface Surroundings {
  readonly config: Config
  /** The folder that relative paths start from. */
  readonly cwd: string
  readonly clock: Clock
  /** All of standard input, for what should not stand in a list of processes. */
  readonly readInput: () => Promise<string>
  /** A line on standard output. */
  readonly say: (line: string) => void
}

/** `reason` is one line. */
export type CommandEnd =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: string }
  | ConfigProblem

export const DONE: CommandEnd = { ok: true }

/** One thing that the command line does. */
export interface Command {
  /** In a few words, for the list of commands. */
  readonly summary: string
  /** The rest of the line, then what it does and what its options mean. */
  readonly usage: string
  readonly help: string
  readonly options: ParseArgsOptionsConfig
  /** Whether there may be words that belong to no option. */
  readonly takesWords?: true
  run(given: Given, surroundings: Surroundings, words: readonly string[]): Promise<CommandEnd>
}
