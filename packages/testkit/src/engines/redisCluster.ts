import { type RedisServer, startRedis } from './redis.ts'
import { until } from './until.ts'

export interface RedisClusterOptions {
  /** At least three; Redis makes no cluster of fewer. */
  readonly masters?: number
  /** Of each master. */
  readonly replicas?: 0 | 1
  /** Further flags of every node. */
  readonly args?: readonly string[]
}

export interface RedisCluster {
  /** Masters first, each with its share of the slots in order; then their replicas in the same order. */
  readonly nodes: readonly RedisServer[]
  readonly urls: readonly string[]
  /** All of them, separated by commas. */
  readonly url: string
  stop(): Promise<void>
}

const SLOTS = 16_384

/** A private cluster on 127.0.0.1 whose nodes all know each other and find it whole; replicas have caught up. */
export async function startRedisCluster(options: RedisClusterOptions = {}): Promise<RedisCluster> {
  const { masters: masterCount = 3, replicas = 0, args = [] } = options
  const flags = [
    '--cluster-enabled',
    'yes',
    '--cluster-node-timeout',
    '1000',
    '--cluster-announce-ip',
    '127.0.0.1',
  ]
  const start = () => startRedis({ args: [...flags, ...args] })
  const nodes = await Promise.all(Array.from({ length: masterCount * (1 + replicas) }, start))
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.stop()))
  }
  try {
    await join(nodes)
    const masters = nodes.slice(0, masterCount)
    await Promise.all(masters.map((node, index) => giveSlots(node, index, masterCount)))
    await Promise.all(nodes.slice(masterCount).map((node, index) => follow(node, masters[index])))
    await Promise.all(nodes.map(isWhole))
  } catch (error) {
    await stop()
    throw error
  }
  const urls = nodes.map(({ url }) => url)
  return { nodes, urls, url: urls.join(','), stop }
}

async function clusterInfo(node: RedisServer): Promise<string> {
  return String(await node.command('CLUSTER', 'INFO'))
}

function waitFor(node: RedisServer, look: () => Promise<boolean>, what: string): Promise<unknown> {
  return until(
    async () => ((await look()) ? true : undefined),
    () => `The node on port ${node.port} ${what}.`,
  )
}

/** Each is told of each: that they tell each other takes seconds. */
async function join(nodes: readonly RedisServer[]): Promise<void> {
  for (const [index, node] of nodes.entries()) {
    // Distinct from the start, so that nobody has to settle whose claim to a slot is newer.
    await node.command('CLUSTER', 'SET-CONFIG-EPOCH', index + 1)
  }
  for (const node of nodes) {
    for (const other of nodes) {
      if (other !== node) await node.command('CLUSTER', 'MEET', '127.0.0.1', other.port)
    }
  }
  const known = `cluster_known_nodes:${nodes.length}\r`
  await Promise.all(
    nodes.map((node) =>
      waitFor(node, async () => (await clusterInfo(node)).includes(known), 'does not know all others'),
    ),
  )
}

async function giveSlots(node: RedisServer, index: number, count: number): Promise<void> {
  const first = Math.floor((SLOTS * index) / count)
  const end = Math.floor((SLOTS * (index + 1)) / count)
  await node.command('CLUSTER', 'ADDSLOTS', ...Array.from({ length: end - first }, (_, slot) => first + slot))
}

async function follow(node: RedisServer, master: RedisServer | undefined): Promise<void> {
  if (!master) return
  const id = String(await master.command('CLUSTER', 'MYID'))
  await waitFor(
    node,
    async () => (await node.command('CLUSTER', 'REPLICATE', id)) === 'OK',
    'does not take its master',
  )
  const hasCaughtUp = async () =>
    String(await node.command('INFO', 'replication')).includes('master_link_status:up')
  await waitFor(node, hasCaughtUp, 'does not catch up with its master')
}

async function isWhole(node: RedisServer): Promise<void> {
  await waitFor(
    node,
    async () => (await clusterInfo(node)).includes('cluster_state:ok'),
    'finds no whole cluster',
  )
}
