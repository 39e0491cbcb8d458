import { createRedisStore } from './adapters/redis/index.ts'
import type { Config, RedisServers } from './config/config.ts'
import { parseRedisUrl } from './config/redisUrl.ts'
import type { ConnectionSettings } from './ports/connections.ts'
import type { QuickStore } from './ports/quickStore.ts'
import type { Seals } from './ports/seals.ts'

const SEAL_PURPOSE = 'redis'

/** An address of Redis as it is kept in the database: it holds a password. */
export function sealRedisUrl(seals: Seals, url: string): string {
  return seals.seal(SEAL_PURPOSE, url)
}

/** What is sealed, read; throws where it was sealed with another secret, or is no address. */
export function openRedisUrl(seals: Seals, sealed: string): RedisServers {
  const url = seals.open(SEAL_PURPOSE, sealed)
  if (url === undefined) throw new Error('The Redis that is set was sealed with another APPOINTEASE_SECRET.')
  const parsed = parseRedisUrl(url, { cwd: process.cwd() })
  if (!parsed.ok) throw new Error(`The Redis that is set cannot be used: ${parsed.reason}.`)
  return parsed.value
}

export interface ChosenRedis {
  /** Undefined: none is set. */
  readonly quick: QuickStore | undefined
  /** What was set in the database when it was chosen, sealed; the configuration goes before it. */
  readonly inUse: string | undefined
}

/** The Redis of the configuration, else the one that is set in the database. Resolves also where it does not answer. */
export async function chooseRedis(
  config: Pick<Config, 'redis'>,
  connections: ConnectionSettings,
  seals: Seals,
): Promise<ChosenRedis> {
  if (config.redis) return { quick: await createRedisStore({ servers: config.redis }), inUse: undefined }
  const inUse = await connections.findRedis()
  return { quick: await openSealed(seals, inUse), inUse }
}

/** The store at a sealed address, or none. */
export async function openSealed(seals: Seals, sealed: string | undefined): Promise<QuickStore | undefined> {
  return sealed === undefined ? undefined : createRedisStore({ servers: openRedisUrl(seals, sealed) })
}
