import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from './programs.ts'

export interface EngineProcess {
  readonly pid: number
  hasEnded(): boolean
  /** What it wrote, of this run. */
  log(): string
  /** Nothing where it has ended. */
  signal(name: NodeJS.Signals): void
  /** Sends the signal, and resolves once the process is gone; at once where it has ended already. */
  end(name: NodeJS.Signals): Promise<void>
  /** The test process may end while this runs; it then takes it along. */
  unref(): void
}

const running = new Set<EngineProcess>()
const folders = new Set<string>()

function leaveNothing(): void {
  for (const engine of running) engine.signal('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

let isWatched = false

/** A test process ends by `exit`, or by a signal: Vitest's workers are ended by SIGTERM and have no `exit`. */
function watchOwnEnd(): void {
  if (isWatched) return
  isWatched = true
  process.once('exit', leaveNothing)
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.once(name, () => {
      leaveNothing()
      // With nobody else listening, the signal does now what it does by default.
      if (process.listenerCount(name) === 0) process.kill(process.pid, name)
    })
  }
}

const FOLLOWING = ['--pdeathsig', 'KILL']
let follower: string | undefined | null = null

/** Where util-linux is there, the kernel ends the engine with this process, even one that is ended by SIGKILL. */
function followingThisProcess(program: string, args: readonly string[]): [string, string[]] {
  if (follower === null) {
    const setpriv = findProgram(['setpriv'])
    const isAble = setpriv !== undefined && spawnSync(setpriv, [...FOLLOWING, 'true']).status === 0
    follower = isAble ? setpriv : undefined
  }
  return follower === undefined ? [program, [...args]] : [follower, [...FOLLOWING, program, ...args]]
}

/** A folder that is gone when this process has ended, if `removeFolder` has not removed it before. */
export async function makeFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `appointease-${name}-`))
  folders.add(folder)
  watchOwnEnd()
  return folder
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  folders.delete(folder)
}

/** Starts a server that writes its log into `folder`, and ends it with this process at the latest. */
export function startEngineProcess(program: string, args: readonly string[], folder: string): EngineProcess {
  const logPath = join(folder, 'engine.log')
  const log = openSync(logPath, 'w')
  const child = spawn(...followingThisProcess(program, args), { cwd: folder, stdio: ['ignore', log, log] })
  closeSync(log)
  const ended = once(child, 'exit')
  // Whoever waits gets it; where nobody does, a program that cannot be started shows by having ended.
  ended.catch(() => undefined)
  const hasEnded = () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null
  const engine: EngineProcess = {
    pid: child.pid ?? 0,
    hasEnded,
    log: () => readFileSync(logPath, 'utf8'),
    signal(name) {
      if (!hasEnded()) child.kill(name)
    },
    async end(name) {
      engine.signal(name)
      // A stopped process heeds nothing but SIGKILL.
      engine.signal('SIGCONT')
      if (!hasEnded()) await ended
      running.delete(engine)
    },
    unref: () => child.unref(),
  }
  running.add(engine)
  watchOwnEnd()
  return engine
}
