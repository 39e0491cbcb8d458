import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.resolve('@appointease/server')))

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface ServerProcess {
  /** Lines of standard output and of standard error. */
  readonly out: readonly string[]
  readonly err: readonly string[]
  readonly exit: Promise<Exit>
  /** The first line of standard output, read already or to come, that fits; rejects where the process ends before. */
  line(fits: RegExp): Promise<RegExpExecArray>
  /** Where it listens, once it is ready. */
  readonly url: () => Promise<string>
  kill(signal: NodeJS.Signals): void
}

/**
 * The program as an operator starts it, or another that says when it is ready as it does, in a process of its own, on a
 * free port, with nothing set but `env`.
 */
export function startServerProcess(
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
  program = MAIN,
): ServerProcess {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, [program], {
    cwd: dataDir,
    env: { PATH, PORT: '0', DATA_DIR: dataDir, APPOINTEASE_TIMEZONE: 'UTC', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const out: string[] = []
  const err: string[] = []
  const events = new EventEmitter()
  createInterface({ input: child.stdout }).on('line', (line) => {
    out.push(line)
    events.emit('change')
  })
  createInterface({ input: child.stderr }).on('line', (line) => err.push(line))
  const exit = once(child, 'close').then(([code, signal]): Exit => {
    events.emit('change')
    return { code, signal }
  })

  async function line(fits: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      for (const one of out) {
        const match = fits.exec(one)
        if (match) return match
      }
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`The server ended without a line like ${fits}: ${err.join(' ')}`)
      await once(events, 'change')
    }
  }

  return {
    out,
    err,
    exit,
    line,
    url: async () => (await line(/ready\. Book at (\S+)\/ /))[1] as string,
    kill: (signal) => void child.kill(signal),
  }
}
