import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(import.meta.resolve('@appointease/server/cli/main.ts'))

export interface CommandLineEnd {
  readonly code: number | null
  /** Lines of standard output, and of standard error. */
  readonly out: readonly string[]
  readonly err: readonly string[]
}

/** The command line as an owner uses it, in a process of its own, in that folder, with nothing set but `env`. */
export async function runAppointease(
  words: readonly string[],
  { cwd, env = {} }: { cwd: string; env?: Readonly<Record<string, string>> },
): Promise<CommandLineEnd> {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, [MAIN, ...words], {
    cwd,
    env: { PATH, APPOINTEASE_TIMEZONE: 'UTC', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const code = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await code, out: lines(out), err: lines(err) }
}

const lines = (all: string) => all.split('\n').filter((line) => line !== '')
