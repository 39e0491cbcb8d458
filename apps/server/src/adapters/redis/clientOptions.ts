import { readFileSync } from 'node:fs'
import type { ConnectionOptions } from 'node:tls'
import type { RedisOptions } from 'ioredis'
import type { RedisAddress, RedisServers } from '../../config/config.ts'

/** Replies in the shapes that the driver has always had. */
export type ClientSettings = Omit<RedisOptions, 'replyMapping'>

/** How long connecting, and each step of greeting each other, may take. */
export const CONNECT_MILLISECONDS = 500
const LONGEST_WAIT = 500
const KEEP_ALIVE_MILLISECONDS = 5000

/** Soon at first, then twice a second, for ever. */
export const waitBefore = (attempt: number) => Math.min(25 * 2 ** Math.min(attempt, 10), LONGEST_WAIT)

/**
 * Nothing waits for a connection, and nothing is asked a second time: what became of a question whose connection was
 * lost is not known, and whoever asked has better things to do.
 */
const STRICT = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  autoResubscribe: false,
  connectTimeout: CONNECT_MILLISECONDS,
  commandTimeout: CONNECT_MILLISECONDS,
  disconnectTimeout: 50,
  maxLoadingRetryTime: LONGEST_WAIT,
  keepAlive: KEEP_ALIVE_MILLISECONDS,
  protocol: 2,
  disableClientInfo: true,
  lazyConnect: true,
  retryStrategy: waitBefore,
} satisfies ClientSettings

/** Throws where the authority's file cannot be read. */
function tlsOptions(servers: RedisServers): ConnectionOptions | undefined {
  const { tls } = servers
  if (!tls) return undefined
  const ca = tls.caPath === undefined ? {} : { ca: readFileSync(tls.caPath) }
  return { ...ca, rejectUnauthorized: tls.verify }
}

export interface ClientOptions {
  /** The server that has everything: the one named, or the one that the sentinels name. */
  only(): ClientSettings
  /** One node of a cluster. */
  node(address: RedisAddress): ClientSettings
}

/** Options of ioredis for these servers. Throws where the authority's file cannot be read. */
export function createClientOptions(servers: RedisServers): ClientOptions {
  const { layout, user, password, db } = servers
  const tls = tlsOptions(servers)
  const login = {
    ...STRICT,
    db,
    ...(user === undefined ? {} : { username: user }),
    ...(password === undefined ? {} : { password }),
  }
  const node = ({ host, port }: RedisAddress): ClientSettings => ({
    ...login,
    host,
    port,
    ...(tls ? { tls: /^[\d.:]+$/.test(host) ? tls : { ...tls, servername: host } } : {}),
  })
  return {
    node,
    only() {
      if (layout.kind === 'standalone') return node(layout.address)
      if (layout.kind === 'cluster') throw new TypeError('A cluster has no server that has everything')
      return {
        ...login,
        sentinels: [...layout.sentinels],
        name: layout.master,
        role: 'master',
        sentinelRetryStrategy: waitBefore,
        sentinelCommandTimeout: CONNECT_MILLISECONDS,
        failoverDetector: true,
        sentinelReconnectStrategy: waitBefore,
        ...(servers.sentinelUser === undefined ? {} : { sentinelUsername: servers.sentinelUser }),
        ...(servers.sentinelPassword === undefined ? {} : { sentinelPassword: servers.sentinelPassword }),
        ...(tls ? { tls, sentinelTLS: tls, enableTLSForSentinelMode: true } : {}),
      }
    },
  }
}
