import type { ParseArgsOptionsConfig } from 'node:util'
import type { Config, ConfigProblem } from '../config/config.ts'
import type { Clock } from '../ports/clock.ts'

/** What the words after a command's name came to. */
export type Given = Readonly<Record<string, string | boolean | undefined>>

/** Under which the word is given that says what a command with actions is to do. */
export const ACTION = 'action'

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
  /** What the first word after the command's name must be one of; none for a command that does one thing. */
  readonly actions?: readonly string[]
  run(given: Given, surroundings: Surroundings): Promise<CommandEnd>
}
