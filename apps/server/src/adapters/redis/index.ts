import type { RedisServers } from '../../config/config.ts'
import type { QuickStore } from '../../ports/quickStore.ts'
import { warningsOfAddress } from './addressWarnings.ts'
import { announcement, Channel } from './channel.ts'
import { type ClientOptions, createClientOptions } from './clientOptions.ts'
import { clusterLayout } from './clusterLayout.ts'
import { createClusterLocks } from './clusterLocks.ts'
import { enter } from './enter.ts'
import { describeServers, type RedisDescription } from './inspect.ts'
import { createKeys } from './keys.ts'
import type { LayoutFactory } from './layout.ts'
import { createPointing } from './pointing.ts'
import { scriptsFor } from './scripts.ts'
import { Servers } from './servers.ts'
import { singleLayout } from './singleLayout.ts'
import { createSingleLocks } from './singleLocks.ts'
import { Tally } from './tally.ts'

export interface RedisStoreOptions {
  readonly servers: RedisServers
  /** How long any question may take; default 250. */
  readonly milliseconds?: number
}

export interface RedisStore extends QuickStore {
  /** What an operator should know. Throws QuickStoreLost. */
  inspect(): Promise<RedisDescription>
}

const MILLISECONDS = 250
/** How long a start waits for Redis before it goes on without. */
const PATIENCE_MILLISECONDS = 1000

/**
 * The quick store in Redis 6 or newer. Resolves whether Redis is there or not, within a second; connecting goes on for
 * ever. Throws where a file that `servers` names cannot be read.
 */
export async function createRedisStore({
  servers: given,
  milliseconds = MILLISECONDS,
}: RedisStoreOptions): Promise<RedisStore> {
  const clients = createClientOptions(given)
  const isCluster = given.layout.kind === 'cluster'
  const servers = new Servers({
    layout: layoutOf(given, clients, milliseconds),
    db: given.db,
    scripts: scriptsFor(isCluster),
    milliseconds,
  })
  const keys = createKeys(isCluster)
  const tally = new Tally()
  const channel = new Channel(() => servers.listening(), milliseconds)
  await servers.tried(PATIENCE_MILLISECONDS)
  return {
    locks: isCluster ? createClusterLocks(servers, keys, tally) : createSingleLocks(servers, keys, tally),
    pointing: createPointing(servers, keys, tally),
    target: () => servers.target(),
    async check() {
      const [target] = await Promise.all([servers.check(), channel.check()])
      return target
    },
    enter: (epochId, live, now) => enter(servers, keys, epochId, live, now),
    counting: (work) => tally.counting(work),
    isSpread: isCluster,
    publish(change) {
      if (servers.target() === undefined) return
      tally.add('publish')
      const [name, message] = announcement(change)
      // A loss is known to the servers already, and loses nothing but time.
      servers.ask(name, ['PUBLISH', name, message]).catch(() => {})
    },
    subscribe: (listener) => channel.subscribe(listener),
    async inspect() {
      const described = await describeServers(servers)
      return { ...described, warnings: [...warningsOfAddress(given), ...described.warnings] }
    },
    async close() {
      channel.close()
      servers.close()
    },
  }
}

function layoutOf({ layout }: RedisServers, clients: ClientOptions, milliseconds: number): LayoutFactory {
  if (layout.kind !== 'cluster') return singleLayout(clients.only(), milliseconds)
  return clusterLayout({ seeds: layout.seeds, clientOf: clients.node, milliseconds })
}
