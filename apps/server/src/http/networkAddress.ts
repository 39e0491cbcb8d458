import { isIPv6 } from 'node:net'

const IPV4_IN_IPV6 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/** What one subscriber has: an IPv4 address, or the /64 that an IPv6 address lies in, as four groups. */
export function callerNetwork(ip: string): string {
  const embedded = IPV4_IN_IPV6.exec(ip)?.[1]
  if (embedded !== undefined) return embedded
  if (!isIPv6(ip)) return ip
  const [head = '', tail] = (ip.split('%')[0] ?? '').split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':'))
  const front = groups(head)
  const back = groups(tail ?? '')
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
  const all = tail === undefined ? front : [...front, ...zeros, ...back]
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i

/** Whether a `Host` header names the machine itself, with or without a port. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_HOST.test(host)
}

export function isLoopback(ip: string): boolean {
  const plain = IPV4_IN_IPV6.exec(ip)?.[1] ?? ip
  return plain === '::1' || plain.startsWith('127.')
}
