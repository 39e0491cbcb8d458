import { isIP } from 'node:net'
import { isPublicAddress } from './publicAddress.ts'

export type UrlProblem = 'no_url' | 'not_https' | 'credentials' | 'private_address' | 'too_long'

const LONGEST = 2000

/** The host as `node:net` has it: an IPv6 address without its brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1')

/**
 * An address that deliveries can be sent to, as it is kept, or what is wrong with it. What a name resolves to is not
 * looked at: it may be something else when it is called, and is looked at then.
 */
export function readEndpointUrl(
  text: string,
  { allowsPrivate }: { readonly allowsPrivate: boolean },
): { readonly ok: true; readonly value: string } | { readonly ok: false; readonly refusal: UrlProblem } {
  const refused = (refusal: UrlProblem) => ({ ok: false, refusal }) as const
  const url = URL.parse(text)
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return refused('no_url')
  if (url.protocol === 'http:' && !allowsPrivate) return refused('not_https')
  if (url.username !== '' || url.password !== '') return refused('credentials')
  const host = hostOf(url)
  if (!allowsPrivate && isIP(host) && !isPublicAddress(host)) return refused('private_address')
  url.hash = ''
  return url.href.length > LONGEST ? refused('too_long') : { ok: true, value: url.href }
}
