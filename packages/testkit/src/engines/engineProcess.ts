import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PID_FILE } from './engineFolder.ts'

export interface EngineProcess {
  readonly pid: number
  hasEnded(): boolean
  /** What it wrote, of this run. */
  log(): string
  /** Nothing where it has ended. */
  signal(name: NodeJS.Signals): void
  /** Sends the signal, and resolves once the process is gone; at once where it has ended already. */
  end(name: NodeJS.Signals): Promise<void>
  /** The test process may end while this runs. */
  unref(): void
}

/** Starts a server that writes its log into `folder` and ends with it at the latest. */
export function startEngineProcess(program: string, args: readonly string[], folder: string): EngineProcess {
  const logPath = join(folder, 'engine.log')
  const pidPath = join(folder, PID_FILE)
  const log = openSync(logPath, 'w')
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', log, log] })
  closeSync(log)
  if (child.pid !== undefined) writeFileSync(pidPath, String(child.pid))
  const ended = once(child, 'exit').then(
    () => rmSync(pidPath, { force: true }),
    // It could not be started; that shows by its having ended.
    () => undefined,
  )
  const hasEnded = () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null
  const signal = (name: NodeJS.Signals) => {
    if (!hasEnded()) child.kill(name)
  }
  return {
    pid: child.pid ?? 0,
    hasEnded,
    log: () => readFileSync(logPath, 'utf8'),
    signal,
    async end(name) {
      signal(name)
      // A stopped process heeds nothing but SIGKILL.
      signal('SIGCONT')
      await ended
    },
    unref: () => child.unref(),
  }
}
