import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Of every server here, and of what works on the same database in this process. */
export const SECRET = 'a secret of a measurement, long enough for the server'

export const ROOT = join(import.meta.dirname, '../..')

export interface ServerProcess {
  readonly address: URL
  stop(): Promise<void>
}

export interface ServerCommand {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Starts a server of its own process and waits for the line that says where it listens. Its log is read and dropped. */
export async function startProcess({ command, args, cwd, env }: ServerCommand): Promise<ServerProcess> {
  const child = spawn(command, args, {
    ...(cwd && { cwd }),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own, so that what npm starts ends with it.
    detached: true,
  })
  const address = await addressOf(child)
  return {
    address,
    async stop() {
      if (child.exitCode !== null || child.pid === undefined) return
      const ended = once(child, 'exit')
      process.kill(-child.pid, 'SIGTERM')
      await ended
    },
  }
}

function addressOf(child: ChildProcess): Promise<URL> {
  if (!child.stdout) throw new Error('A process without output')
  const lines = createInterface({ input: child.stdout })
  return new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      const address = /\bat (http:\/\/[\w.:]+)/.exec(line)?.[1]
      if (address) resolve(new URL(address))
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`It ended with ${code} before it listened`)))
  })
}

/** The product as `npm start` runs it, on what lies in `dataDir`, with limits per caller out of the way. */
export function startProduct(dataDir: string, env: Readonly<Record<string, string>> = {}) {
  return startProcess({
    command: process.execPath,
    args: [...process.execArgv, join(ROOT, 'apps/server/src/main.ts')],
    cwd: dataDir,
    env: {
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: dataDir,
      RATE_LIMIT_SCALE: '1000000',
      APPOINTEASE_SECRET: SECRET,
      ...env,
    },
  })
}

/** A bare node:http server that answers everything with the same status, headers and bytes. */
export function startBareServer(status: number, head: string, body: string) {
  return startProcess({
    command: process.execPath,
    args: [join(import.meta.dirname, 'bareServer.ts'), String(status), head, body],
  })
}
