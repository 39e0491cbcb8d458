import type { OpenStream } from '../../http/streamDoor.ts'
import type { Seals } from '../../ports/seals.ts'
import { readPlainWatch } from './plainWatch.ts'
import type { Streams } from './streams.ts'
import { wishOf } from './wish.ts'

/**
 * Opens what is asked for plainly, which is nearly every stream. Whatever else it may be, a refusal too, is left to the
 * general way (route.ts), which asks again.
 */
export function createQuickStreams(streams: Pick<Streams, 'open'>, seals: Pick<Seals, 'alias'>): OpenStream {
  return ({ query, address, lastEventId }) => {
    const watch = readPlainWatch(query)
    return (
      watch &&
      streams.open(wishOf(watch, { address, lastEventId }, seals)).then((opened) => {
        return opened.ok ? opened.value : undefined
      })
    )
  }
}
