import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** What is on nobody's public network, or is no host's: the special-purpose registries of IANA (RFC 6890). */
const IPV4_NOT_PUBLIC = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
/** Of 2000::/3, the only public part of IPv6, what is set aside or has an IPv4 address in it, which may be a private one. */
const IPV6_NOT_PUBLIC = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

const publicIpv6 = new BlockList()
publicIpv6.addSubnet('2000::', 3, 'ipv6')
const notPublic = new BlockList()
for (const [ranges, family] of [
  [IPV4_NOT_PUBLIC, 'ipv4'],
  [IPV6_NOT_PUBLIC, 'ipv6'],
] as const)
  for (const range of ranges) {
    const [net = '', length] = range.split('/')
    notPublic.addSubnet(net, Number(length), family)
  }

/**
 * Whether an IP address is a host's on the public internet: not loopback, private, link-local, unique-local, multicast or
 * set aside, nor an IPv4 address in the dress of an IPv6 one (`::ffff:127.0.0.1`, `64:ff9b::7f00:1`).
 */
export function isPublicAddress(ip: string): boolean {
  if (isIPv4(ip)) return !notPublic.check(ip, 'ipv4')
  return isIPv6(ip) && !ip.includes('%') && publicIpv6.check(ip, 'ipv6') && !notPublic.check(ip, 'ipv6')
}
