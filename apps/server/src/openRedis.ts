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

/** Told what an operator should change about Redis: what it evicts, what it keeps, how full it is. */
type Warn = (line: string) => void

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
  warn: Warn,
): Promise<ChosenRedis> {
  if (config.redis) return { quick: await openServers(config.redis, warn), inUse: undefined }
  const inUse = await connections.findRedis()
  return { quick: await openSealed(seals, inUse, warn), inUse }
}

/** The store at a sealed address, or none. */
export async function openSealed(
  seals: Seals,
  sealed: string | undefined,
  warn: Warn,
): Promise<QuickStore | undefined> {
  return sealed === undefined ? undefined : openServers(openRedisUrl(seals, sealed), warn)
}

async function openServers(servers: RedisServers, warn: Warn): Promise<QuickStore> {
  const store = await createRedisStore({ servers })
  // One that is not reached now is told of where it is missed.
  const { warnings } = await store.inspect().catch(() => ({ warnings: [] }))
  for (const warning of warnings) warn(warning)
  return store
}
