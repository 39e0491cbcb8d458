import { fileURLToPath } from 'node:url'
import { type SendJson, sendJsonTo } from '../sendJson.ts'
import { type ServerProcess, startServerProcess } from '../serverProcess.ts'
import type { AskedServer } from './askServers.ts'

const PROGRAM = fileURLToPath(new URL('fleetServer.ts', import.meta.url))
/** Whoever has heard nothing for so long goes elsewhere. */
const PATIENCE_MS = 5_000
const MOST_STARTS = 5

export interface FleetOptions {
  readonly processes: number
  readonly dataDir: string
  /** What is set for the process of that place, from 0. */
  readonly envOf: (place: number) => Readonly<Record<string, string>>
}

interface Running {
  readonly server: ServerProcess
  readonly send: SendJson
}

/** Several server processes on one database, any of which may be ended, stopped and started again. */
export interface Fleet {
  /** One for each process; where it is, it is asked at whichever address it has then. */
  readonly servers: readonly AskedServer[]
  /** Ends it without warning. */
  kill(place: number): Promise<void>
  /** In place of one that was killed; resolves when it is ready. */
  start(place: number): Promise<void>
  /** Stops it in its tracks: connections stay open and nothing is answered. */
  pause(place: number): void
  resume(place: number): void
  /** Ends all in order. Rejects where one has ended by itself, or does not end in order. */
  stop(): Promise<void>
}

export async function startFleet({ processes, dataDir, envOf }: FleetOptions): Promise<Fleet> {
  /** As a supervisor does: a process that ends because its database is away is started again. */
  const launch = async (place: number, attempts = MOST_STARTS): Promise<Running> => {
    const server = startServerProcess(dataDir, envOf(place), PROGRAM)
    try {
      return { server, send: sendJsonTo(await server.url(), PATIENCE_MS) }
    } catch (error) {
      if (attempts <= 1 || !String(error).includes('StorageUnavailable')) throw error
      return launch(place, attempts - 1)
    }
  }
  const started = await Promise.allSettled(Array.from({ length: processes }, (_, place) => launch(place)))
  const running = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const failed = started.find((one) => one.status === 'rejected')
  if (failed) {
    for (const { server } of running) server.kill('SIGKILL')
    throw failed.reason
  }
  const at = (place: number) => {
    const one = running[place]
    if (!one) throw new RangeError(`There is no process ${place}.`)
    return one
  }
  return {
    servers: running.map((_, place) => ({
      name: `process ${place}`,
      send: (...request) => at(place).send(...request),
    })),
    async kill(place) {
      at(place).server.kill('SIGKILL')
      await at(place).server.exit
    },
    async start(place) {
      running[place] = await launch(place)
    },
    pause: (place) => at(place).server.kill('SIGSTOP'),
    resume: (place) => at(place).server.kill('SIGCONT'),
    async stop() {
      for (const { server } of running) server.kill('SIGTERM')
      await Promise.all(running.map(({ server }, place) => endsInOrder(server, place)))
    },
  }
}

async function endsInOrder({ exit, err }: ServerProcess, place: number): Promise<void> {
  const { code, signal } = await exit
  if (code !== 0) throw new Error(`Process ${place} ended with ${code ?? signal}: ${err.join(' ')}`)
}
