import { createRedisStore, type RedisStore } from './adapters/redis/index.ts'
import { explainFile } from './adapters/redis/testConnection.ts'
import type { Config, RedisServers } from './config/config.ts'
import { parseRedisUrl } from './config/redisUrl.ts'
import type { ConnectionSettings } from './ports/connections.ts'
import type { Seals } from './ports/seals.ts'

const SEAL_PURPOSE = 'redis'

/** Fingerprint that processes of one secret have in common, by which each knows whether the others have the same. */
export const secretMarkOf = (seals: Seals): string => seals.fingerprint('process', '')

/** An address of Redis as it is kept in the database: it holds a password. */
export function sealRedisUrl(seals: Seals, url: string): string {
  return seals.seal(SEAL_PURPOSE, url)
}

/** What is sealed cannot be read here; the message says in plain words why. */
class SealedUnusable extends Error {}

/** What is sealed, read; throws where it was sealed with another secret, or is no address. */
export function openRedisUrl(seals: Seals, sealed: string): RedisServers {
  const url = seals.open(SEAL_PURPOSE, sealed)
  if (url === undefined)
    throw new SealedUnusable('The Redis that is set was sealed with another APPOINTEASE_SECRET.')
  const parsed = parseRedisUrl(url, { cwd: process.cwd() })
  if (!parsed.ok) throw new SealedUnusable(`The Redis that is set cannot be used: ${parsed.reason}.`)
  return parsed.value
}

/** Told in plain words why the Redis that is set is gone without. */
type Warn = (line: string) => void

export interface ChosenRedis {
  /** Undefined: none is set. */
  readonly quick: RedisStore | undefined
  /** What was set in the database when it was chosen, sealed; the configuration goes before it. */
  readonly inUse: string | undefined
}

/**
 * The Redis of the configuration, else the one that is set in the database. Resolves also where it does not answer, and
 * to none where the one in the database cannot be opened; throws where the configuration names a file that cannot be read.
 */
export async function chooseRedis(
  config: Pick<Config, 'redis'>,
  connections: ConnectionSettings,
  seals: Seals,
  warn: Warn,
): Promise<ChosenRedis> {
  if (config.redis) return { quick: await createRedisStore({ servers: config.redis }), inUse: undefined }
  const inUse = await connections.findRedis()
  return { quick: await openSealed(seals, inUse, warn), inUse }
}

/**
 * The store at a sealed address, or none. One that cannot be opened here is warned of and gone without: it was set from
 * elsewhere, and one wrong command must not keep every server from starting.
 */
export async function openSealed(
  seals: Seals,
  sealed: string | undefined,
  warn: Warn,
): Promise<RedisStore | undefined> {
  if (sealed === undefined) return undefined
  try {
    return await createRedisStore({ servers: openRedisUrl(seals, sealed) })
  } catch (error) {
    const reason = error instanceof SealedUnusable ? error.message : explainFile(error)
    warn(`${reason} This process goes on without Redis: set it again, or none, with appointease redis.`)
    return undefined
  }
}
