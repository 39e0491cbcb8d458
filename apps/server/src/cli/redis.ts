import { createRedisStore } from '../adapters/redis/index.ts'
import { testRedisConnection } from '../adapters/redis/testConnection.ts'
import { type ConfigProblem, isConfigProblem, type RedisServers } from '../config/config.ts'
import { parseRedisUrl } from '../config/redisUrl.ts'
import { openRedisUrl, sealRedisUrl } from '../openRedis.ts'
import { type Command, type CommandEnd, DONE, type Given, type Surroundings } from './command.ts'
import { findSeals, withSeals, withStorage } from './withStorage.ts'

const HELP = `The Redis that holds locks while it can be reached, for every process on the database. What is set here goes
over within two seconds, without a restart; REDIS_URL in a server's environment goes before it.

  --set URL     redis://:password@host:6379/0, rediss://…, redis+sentinel://host,host/master, or a cluster's nodes
                separated by commas; a single - reads the address from standard input
  --clear       none any more: locks live in the database
  --test URL    whether it can be used, and what should be changed
  --status      what is set, and how it is`

export const redis: Command = {
  summary: 'set, test or look at the Redis that all processes use',
  usage: '--set URL | --clear | --test URL | --status',
  help: HELP,
  options: {
    set: { type: 'string' },
    clear: { type: 'boolean' },
    test: { type: 'string' },
    status: { type: 'boolean' },
  },

  async run(given, surroundings) {
    const wishes = ['set', 'clear', 'test', 'status'].filter((name) => given[name] !== undefined)
    if (wishes.length !== 1)
      return { ok: false, reason: 'It takes one of --set, --clear, --test and --status.' }
    if (given.test !== undefined) return test(await addressOf(given, 'test', surroundings), surroundings)
    if (given.set !== undefined) return set(await addressOf(given, 'set', surroundings), surroundings)
    return given.clear ? clear(surroundings) : tellStatus(surroundings)
  },
}

interface Address {
  readonly url: string
  readonly servers: RedisServers
}

async function addressOf(
  given: Given,
  option: 'set' | 'test',
  { cwd, readInput }: Surroundings,
): Promise<Address | ConfigProblem> {
  const url = given[option] === '-' ? (await readInput()).trim() : String(given[option])
  const parsed = parseRedisUrl(url, { cwd })
  if (parsed.ok) return { url, servers: parsed.value }
  return {
    kind: 'config_problem',
    variable: `--${option}`,
    reason: parsed.reason,
    example: 'redis://127.0.0.1:6379',
  }
}

const isProblem = (address: Address | ConfigProblem): address is ConfigProblem => 'kind' in address

async function test(address: Address | ConfigProblem, { say }: Surroundings): Promise<CommandEnd> {
  return isProblem(address) ? address : describe(address.servers, say)
}

/** What the servers say of themselves, or in plain words why they cannot be used. */
async function describe(servers: RedisServers, say: (line: string) => void): Promise<CommandEnd> {
  const tested = await testRedisConnection(servers)
  if (!tested.ok) return { ok: false, reason: tested.message }
  const store = await createRedisStore({ servers })
  try {
    const { servers: described, warnings } = await store.inspect()
    for (const one of described) {
      const room = one.maxBytes === 0 ? 'no limit' : `${megabytes(one.maxBytes)} at most`
      say(
        `Redis ${one.version}, ${one.latencyMilliseconds.toFixed(1)} ms away, ${megabytes(one.usedBytes)} used (${room}), ` +
          `${one.connectedClients} clients, maxmemory-policy ${one.evictionPolicy}, appendonly ${one.appendOnly ? 'yes' : 'no'}`,
      )
    }
    for (const warning of warnings) say(warning)
    return DONE
  } finally {
    await store.close()
  }
}

const megabytes = (bytes: number) => `${(bytes / 1_048_576).toFixed(1)} MB`

async function set(address: Address | ConfigProblem, surroundings: Surroundings): Promise<CommandEnd> {
  if (isProblem(address)) return address
  return withSeals(surroundings, async ({ connections }, seals) => {
    const usable = await describe(address.servers, surroundings.say)
    if ('ok' in usable && !usable.ok) return { ok: false, reason: `${usable.reason} Nothing was changed.` }
    await connections.saveRedis(sealRedisUrl(seals, address.url))
    surroundings.say('It is set. Every process goes over to it within two seconds.')
    return DONE
  })
}

function clear(surroundings: Surroundings): Promise<CommandEnd> {
  return withStorage(surroundings, async ({ connections }) => {
    await connections.saveRedis(undefined)
    surroundings.say('None is set any more. Locks go over to the database within two seconds.')
    return DONE
  })
}

function tellStatus(surroundings: Surroundings): Promise<CommandEnd> {
  const { config, say } = surroundings
  return withStorage(surroundings, async ({ connections, epochs }) => {
    const { mode, number } = await epochs.read()
    say(`Locks live in ${mode === 'redis' ? 'Redis' : 'the database'} (epoch ${number}).`)
    if (config.redis) {
      say('REDIS_URL is set, and goes before what is set in the database.')
      return describe(config.redis, say)
    }
    const sealed = await connections.findRedis()
    if (sealed === undefined) {
      say('No Redis is set.')
      return DONE
    }
    const seals = await findSeals(surroundings)
    return isConfigProblem(seals) ? seals : describe(openRedisUrl(seals, sealed), say)
  })
}
