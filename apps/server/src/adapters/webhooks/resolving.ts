import type { LookupAddress } from 'node:dns'
import { lookup, Resolver } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from '../../webhooks/publicAddress.ts'

/** Every address that a name has now. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>

/** What the socket fails with; its message names neither the host nor its address. */
export class NotPublic extends Error {
  override readonly name = 'NotPublic'

  constructor() {
    super('The address is not a public one.')
  }
}

const FAMILIES = [4, 6] as const

/**
 * Of the public name service. The operating system's own look-up would take one of the few threads that also look up the
 * database's name, for as long as a name server that is silent lets it wait.
 */
export const resolvePublicly: Resolve = async (host) => {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 })
  const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
  const addresses = found.flatMap((one, index) =>
    one.status === 'fulfilled' ? one.value.map((address) => ({ address, family: FAMILIES[index] ?? 4 })) : [],
  )
  const [first] = found
  if (addresses.length === 0 && first.status === 'rejected') throw first.reason
  return addresses
}

/** As everything else on this machine finds it, `/etc/hosts` included. */
export const resolveLocally: Resolve = (host) => lookup(host, { all: true })

/** The address itself where it is one. */
export const isAllowed = (host: string, allowsPrivate: boolean): boolean =>
  allowsPrivate || isIP(host) === 0 || isPublicAddress(host)

/**
 * The look-up of a socket, which connects to nothing but what comes out of it: a name cannot have one address when it is
 * looked at and another when it is connected to. One address that is not public spoils all.
 */
export function guardedLookup(resolve: Resolve, allowsPrivate: boolean): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      (addresses) => {
        const [first] = addresses
        if (!first) return callback(new Error('The name has no address.'), '', 0)
        if (!allowsPrivate && !addresses.every(({ address }) => isPublicAddress(address)))
          return callback(new NotPublic(), '', 0)
        if (options.all) callback(null, [...addresses])
        else callback(null, first.address, first.family)
      },
      (error: Error) => callback(error, '', 0),
    )
  }
}
