import { HttpConnection, type HttpReply } from './httpConnection.ts'
import { type Run, runWorkers } from './workers.ts'

export interface HttpLoad {
  readonly connections: number
  readonly calls: number
  readonly request: (worker: number, turn: number) => string
  readonly status: number
  /** Looks at each reply; throws where it is not what is measured. */
  readonly check?: (reply: HttpReply) => void
}

/** Drives a server over so many connections; any other status than the expected one ends the measurement. */
export async function driveHttp(address: URL, load: HttpLoad): Promise<Run> {
  const connections = await Promise.all(
    Array.from({ length: load.connections }, () => HttpConnection.open(address)),
  )
  try {
    return await runWorkers(load.connections, load.calls, async (worker, turn) => {
      const reply = await connections[worker]?.send(load.request(worker, turn))
      if (reply?.status !== load.status) throw new Error(`Answered ${reply?.status}: ${reply?.body}`)
      load.check?.(reply)
    })
  } finally {
    for (const connection of connections) connection.close()
  }
}
