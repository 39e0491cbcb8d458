import { createHash } from 'node:crypto'
import { RedisLost, reasonOf } from './failures.ts'
import type { Server } from './layout.ts'
import type { Command } from './link.ts'
import type { Script } from './scripts.ts'

export const OLDEST_VERSION = 6
const HEALTH_SECONDS = 5
/** The epoch's mark ends with a house that has left; whoever is there lets it last. */
export const EPOCH_SECONDS = 3_600

/** Which run of a server answers, and that it reads and writes. */
export interface Examined {
  /** Redis draws it anew at each start. */
  readonly runId: string
  readonly version: string
}

export type Info = ReadonlyMap<string, string>

export function readInfo(text: unknown): Info {
  const lines = String(text).split(/\r?\n/)
  return new Map(
    lines
      .filter((line) => /^\w+:/.test(line))
      .map((line) => {
        const colon = line.indexOf(':')
        return [line.slice(0, colon), line.slice(colon + 1)]
      }),
  )
}

/**
 * Writes and reads back, and makes sure that this is a master of the expected kind and new enough. Loads `scripts`,
 * which a restarted server has forgotten. One round trip. Throws QuickStoreLost.
 */
export async function examine(
  server: Server,
  isCluster: boolean,
  scripts: readonly Script[],
): Promise<Examined> {
  const commands: Command[] = [
    ['INFO', 'server'],
    ['INFO', 'replication'],
    ['SET', server.healthKey, 'ok', 'EX', HEALTH_SECONDS],
    ['GET', server.healthKey],
    ['EXPIRE', server.epochKey, EPOCH_SECONDS],
    ...scripts.map(({ source }): Command => ['SCRIPT', 'LOAD', source]),
  ]
  const answers = await server.link.ask(commands)
  const [about, replication, , health] = answers
  if (typeof about === 'string' && typeof replication === 'string') {
    // What it is explains what it refuses.
    const problem = problemOf(new Map([...readInfo(about), ...readInfo(replication)]), isCluster)
    if (problem !== undefined) throw new RedisLost(problem)
  }
  const refusal = answers.find((answer) => answer instanceof Error)
  if (refusal) throw new RedisLost(reasonOf(refusal))
  if (health !== 'ok') throw new RedisLost('it forgets what is written')
  const info = readInfo(about)
  return { runId: info.get('run_id') ?? '', version: info.get('redis_version') ?? '' }
}

/** Why this server is not used, whatever it can do. */
export function problemOf(info: Info, isCluster: boolean): string | undefined {
  const version = info.get('redis_version') ?? ''
  if (!(Number.parseInt(version, 10) >= OLDEST_VERSION)) {
    return `version ${/^[\d.]+$/.test(version) ? version : 'unknown'}, and ${OLDEST_VERSION} is needed`
  }
  if (!info.get('run_id')) return 'it does not tell its runs apart'
  if (info.get('role') !== 'master') return 'it is a replica'
  if ((info.get('redis_mode') === 'cluster') === isCluster) return undefined
  return isCluster ? 'it is no node of a cluster' : 'it is a node of a cluster, whose nodes must be listed'
}

/**
 * The same for everybody who reaches the same runs of the same servers, by whatever addresses; another after any of them
 * has been started again, replaced, or given other keys to keep.
 */
export function fingerprintOf(
  db: number,
  servers: readonly { readonly runId: string; readonly ranges: string }[],
) {
  const runs = servers.map(({ runId, ranges }) => `${runId} ${ranges}`).sort()
  return createHash('sha256')
    .update(JSON.stringify([db, runs]))
    .digest('hex')
    .slice(0, 32)
}
