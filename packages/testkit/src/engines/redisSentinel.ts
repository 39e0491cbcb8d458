import { type RedisServer, startRedis } from './redis.ts'
import { until } from './until.ts'

export interface RedisSentinelOptions {
  /** What the sentinel calls the master. */
  readonly name?: string
  /** How long the master must be silent to be taken for dead. */
  readonly downAfterMs?: number
  /** Further flags of master and replica. */
  readonly args?: readonly string[]
}

export interface RedisSentinel {
  readonly name: string
  /** The one that began as the master. */
  readonly master: RedisServer
  /** The one that began as its replica. */
  readonly replica: RedisServer
  readonly sentinel: RedisServer
  readonly sentinelPorts: readonly number[]
  /** Which of the two the sentinel names now. */
  present(): Promise<RedisServer>
  /**
   * Kills the present master without warning and resolves, with the other one, once that is the master and the
   * sentinel says so. The killed one follows the new one when it is restarted.
   */
  failover(): Promise<RedisServer>
  stop(): Promise<void>
}

/** A master, its replica that has caught up with it, and one sentinel that decides alone and knows both. */
export async function startSentinel(options: RedisSentinelOptions = {}): Promise<RedisSentinel> {
  const { name = 'mymaster', downAfterMs = 500, args = [] } = options
  const master = await startRedis({ args })
  const replica = await startRedis({ args: ['--replicaof', '127.0.0.1', String(master.port), ...args] })
  const sentinel = await startRedis({ args: ['--sentinel'] })
  const servers = [master, replica]
  const stop = async () => {
    await Promise.all([...servers, sentinel].map((server) => server.stop()))
  }
  const says = async (server: RedisServer, words: string) =>
    String(await server.command('INFO', 'replication')).includes(words) || undefined

  async function watch(): Promise<void> {
    // Before the sentinel looks: having seen no replica, it looks again only after ten seconds.
    await until(
      () => says(master, 'state=online'),
      () => 'The replica does not catch up.',
    )
    await sentinel.command('SENTINEL', 'MONITOR', name, '127.0.0.1', master.port, 1)
    await sentinel.command('SENTINEL', 'SET', name, 'down-after-milliseconds', downAfterMs)
    await sentinel.command('SENTINEL', 'SET', name, 'failover-timeout', 1000)
    await until(
      async () =>
        String(await sentinel.command('SENTINEL', 'REPLICAS', name)).includes('master-link-status,ok') ||
        undefined,
      () => 'The sentinel does not see the replica.',
    )
  }

  async function present(): Promise<RedisServer> {
    const address = await sentinel.command('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name)
    const port = Number((address as string[])[1])
    const server = servers.find((one) => one.port === port)
    if (!server) throw new Error(`The sentinel names a master on port ${port}, where none was started.`)
    return server
  }

  try {
    await watch()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    name,
    master,
    replica,
    sentinel,
    sentinelPorts: [sentinel.port],
    present,
    async failover() {
      const old = await present()
      await old.kill()
      return until(
        async () => {
          const next = await present()
          return next !== old && (await says(next, 'role:master')) ? next : undefined
        },
        () => 'The sentinel makes nobody the master.',
      )
    },
    stop,
  }
}
