import type { RedisAddress } from '../../config/config.ts'
import { type ClientSettings, CONNECT_MILLISECONDS } from './clientOptions.ts'
import { RedisLost } from './failures.ts'
import { hashSlotOf, nameWithin, readSlotRanges, type SlotRange } from './hashSlots.ts'
import { EPOCH, HEALTH } from './keys.ts'
import type { LayoutFactory, Server } from './layout.ts'
import { Link } from './link.ts'
import { within } from './within.ts'

export interface ClusterOptions {
  readonly seeds: readonly RedisAddress[]
  readonly clientOf: (address: RedisAddress) => ClientSettings
  readonly milliseconds: number
}

const textOf = ({ host, port }: RedisAddress) => `${host}:${port}`

/**
 * The masters of a cluster, each with a connection of its own kind of strictness. The driver's own cluster client is not
 * used: it queues, follows redirections and asks again, and each of these makes it unknown whose answer one has. Here a
 * redirection is what it means: somebody else has these keys, so all that is known is to be found out anew.
 */
export function clusterLayout({ seeds, clientOf, milliseconds }: ClusterOptions): LayoutFactory {
  return (onLost) => {
    const links = new Map<string, Link>()
    let ranges: readonly SlotRange[] = []
    let servers = new Map<string, Server>()

    const linkTo = (address: RedisAddress): Link => {
      const known = links.get(textOf(address))
      if (known) return known
      const link = new Link({ client: clientOf(address), milliseconds, onLost })
      links.set(textOf(address), link)
      return link
    }

    async function askRanges(address: RedisAddress): Promise<readonly SlotRange[]> {
      const link = linkTo(address)
      await within(CONNECT_MILLISECONDS, link.connected(), () => new RedisLost('ETIMEDOUT'))
      const [answer] = await link.ask([['CLUSTER', 'SLOTS']])
      const found = readSlotRanges(answer, address.host)
      if (found) return found
      throw new RedisLost(answer instanceof Error ? 'it is no node of a cluster' : 'CLUSTERDOWN')
    }

    /** The first answer of anybody who is known. */
    async function findRanges(): Promise<readonly SlotRange[]> {
      const known = new Map([...ranges, ...seeds].map((address) => [textOf(address), address]))
      try {
        return await Promise.any([...known.values()].map(askRanges))
      } catch (error) {
        throw error instanceof AggregateError ? error.errors[0] : error
      }
    }

    function arrange(found: readonly SlotRange[]): void {
      ranges = found
      const masters = Map.groupBy(found, textOf)
      for (const [address, link] of links) {
        if (masters.has(address)) continue
        links.delete(address)
        link.close()
      }
      servers = new Map(
        [...masters].map(([address, own]) => [
          address,
          {
            link: linkTo(own[0] as SlotRange),
            epochKey: nameWithin(EPOCH, own),
            healthKey: nameWithin(HEALTH, own),
            ranges: own.map(({ from, to }) => `${from}-${to}`).join(),
          },
        ]),
      )
    }

    return {
      isCluster: true,
      async connect() {
        arrange(await findRanges())
        for (const { link } of servers.values()) {
          await within(CONNECT_MILLISECONDS, link.connected(), () => new RedisLost('ETIMEDOUT'))
        }
        return [...servers.values()]
      },
      async isAsBefore() {
        const [address] = ranges
        return address !== undefined && JSON.stringify(await askRanges(address)) === JSON.stringify(ranges)
      },
      serverOf(key) {
        const slot = hashSlotOf(key)
        const range = ranges.find(({ from, to }) => from <= slot && slot <= to)
        const server = range && servers.get(textOf(range))
        if (!server) throw new RedisLost('CLUSTERDOWN')
        return server
      },
      listening() {
        const reached = ranges.filter((range) => links.get(textOf(range))?.isReady)
        const chosen = reached[Math.floor(Math.random() * reached.length)]
        return chosen && clientOf(chosen)
      },
      close() {
        for (const link of links.values()) link.close()
      },
    }
  }
}
