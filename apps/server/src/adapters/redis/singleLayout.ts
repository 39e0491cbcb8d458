import type { ClientSettings } from './clientOptions.ts'
import { EPOCH, HEALTH } from './keys.ts'
import type { LayoutFactory } from './layout.ts'
import { Link } from './link.ts'

/** One server has everything: the one named, or whichever the sentinels name. */
export function singleLayout(client: ClientSettings, milliseconds: number): LayoutFactory {
  return (onLost) => {
    const link = new Link({ client, milliseconds, onLost })
    const server = { link, epochKey: EPOCH, healthKey: HEALTH, ranges: '' }
    return {
      isCluster: false,
      async connect() {
        await link.connected()
        return [server]
      },
      isAsBefore: async () => true,
      serverOf: () => server,
      listening: () => client,
      close: () => link.close(),
    }
  }
}
