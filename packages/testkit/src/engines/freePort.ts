import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Below the ports that Linux gives to outgoing connections: there a port that a stopped server had could be taken
 * by any client, and a client that keeps trying it could even be connected to itself.
 */
const LOWEST = 10_000
const END = 22_768

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}

/**
 * A port of 127.0.0.1 that nobody listens on, and nobody on the one that is 10,000 higher, which a node of a Redis
 * cluster needs too. Drawn at random, so that test files that run at once rarely meet.
 */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(LOWEST, END)
    if ((await isFree(port)) && (await isFree(port + 10_000))) return port
  }
  throw new Error('No free port was found in a hundred tries.')
}

/** What `start` yields on the wanted port or, without one, on a free one; `start` yields undefined where it is taken. */
export async function startOnPort<Started>(
  wanted: number | undefined,
  start: (port: number) => Promise<Started | undefined>,
): Promise<Started> {
  for (let tries = 0; tries < 5; tries += 1) {
    const started = await start(wanted ?? (await freePort()))
    if (started !== undefined) return started
    if (wanted !== undefined) throw new Error(`Port ${wanted} is in use.`)
  }
  throw new Error('Five ports that were free a moment ago were taken.')
}
