import type { Seals } from '../../ports/seals.ts'
import type { Watch } from './plainWatch.ts'
import type { StreamWish } from './streams.ts'

interface Asker {
  /** Fingerprint of the network address. */
  readonly address: string
  readonly lastEventId: string | undefined
}

/** A client is known by its alias from here on, to whoever watches and to whoever counts. */
export function wishOf(
  { clientId, ...watch }: Watch,
  { address, lastEventId }: Asker,
  seals: Pick<Seals, 'alias'>,
): StreamWish {
  const you = clientId && seals.alias(clientId)
  return { ...watch, you, who: `${address} ${you ?? ''}`, lastEventId }
}
