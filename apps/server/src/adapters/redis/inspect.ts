import { problemOf, readInfo } from './examine.ts'
import { RedisLost, reasonOf } from './failures.ts'
import type { Servers } from './servers.ts'

/** One server, for whoever looks after it. */
export interface ServerDescription {
  readonly version: string
  readonly latencyMilliseconds: number
  readonly connectedClients: number
  readonly usedBytes: number
  /** 0 for no limit. */
  readonly maxBytes: number
  /** `maxmemory-policy`: what is thrown away where there is no room. */
  readonly evictionPolicy: string
  readonly evictedKeys: number
  readonly appendOnly: boolean
  readonly replicas: number
}

export interface RedisDescription {
  readonly servers: readonly ServerDescription[]
  /** What should be changed, in plain words; empty where all is well. */
  readonly warnings: readonly string[]
}

const SECTIONS = ['server', 'replication', 'memory', 'clients', 'stats', 'persistence']
const FULL_FROM = 0.9

/** Throws QuickStoreLost. */
export async function describeServers(servers: Servers): Promise<RedisDescription> {
  servers.requireTarget()
  const described = await Promise.all(
    servers.all().map(async ({ link }) => {
      const began = performance.now()
      const answers = await link.ask(SECTIONS.map((section) => ['INFO', section]))
      const latencyMilliseconds = performance.now() - began
      const refusal = answers.find((answer) => answer instanceof Error)
      if (refusal) throw new RedisLost(reasonOf(refusal))
      const info = new Map(answers.flatMap((answer) => [...readInfo(answer)]))
      return { problem: problemOf(info, servers.isCluster), description: describe(info, latencyMilliseconds) }
    }),
  )
  const warnings = described.flatMap(({ problem, description }) => [
    ...(problem === undefined ? [] : [`Redis cannot be used: ${problem}.`]),
    ...warningsOf(description),
  ])
  return { servers: described.map(({ description }) => description), warnings: [...new Set(warnings)] }
}

function describe(info: ReturnType<typeof readInfo>, latencyMilliseconds: number): ServerDescription {
  const number = (name: string) => Number(info.get(name) ?? 0)
  return {
    version: info.get('redis_version') ?? '',
    latencyMilliseconds,
    connectedClients: number('connected_clients'),
    usedBytes: number('used_memory'),
    maxBytes: number('maxmemory'),
    evictionPolicy: info.get('maxmemory_policy') ?? '',
    evictedKeys: number('evicted_keys'),
    appendOnly: info.get('aof_enabled') === '1',
    replicas: number('connected_slaves'),
  }
}

function warningsOf(server: ServerDescription): string[] {
  const { evictionPolicy, evictedKeys, maxBytes, usedBytes } = server
  const evicts = evictionPolicy !== 'noeviction'
  return [
    ...(evicts
      ? [`maxmemory-policy is ${evictionPolicy}, so Redis may drop locks; noeviction is recommended.`]
      : []),
    ...(evicts && evictedKeys > 0 ? ['Redis has dropped keys for want of memory since it was started.'] : []),
    ...(maxBytes > 0 && usedBytes > maxBytes * FULL_FROM ? ['The memory of Redis is nearly full.'] : []),
  ]
}
