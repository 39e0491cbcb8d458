import type { IncomingMessage } from 'node:http'
import proxyAddr from '@fastify/proxy-addr'
import type { Seals } from '../ports/seals.ts'
import { callerNetwork } from './networkAddress.ts'

/** Fingerprint of the network address that a request came from (of its /64 where it is IPv6). */
export type CallerAddress = (request: IncomingMessage) => string

/** Forwarding headers are believed as the framework believes them, of the same proxies and with its own means. */
export function createCallerAddress(
  trustProxy: readonly string[] | boolean,
  seals: Pick<Seals, 'fingerprint'>,
): CallerAddress {
  const isTrusted = typeof trustProxy === 'boolean' ? () => trustProxy : proxyAddr.compile([...trustProxy])
  return (request) => seals.fingerprint('address', callerNetwork(proxyAddr(request, isTrusted)))
}
