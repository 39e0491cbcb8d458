import type { RedisAddress, RedisServers } from '../../config/config.ts'
import { isLoopback } from '../../config/loopback.ts'

/** What should be changed about how the servers are reached, in plain words that name no password. */
export function warningsOfAddress(servers: RedisServers): string[] {
  const { tls } = servers
  if (tls)
    return tls.verify
      ? []
      : [
          'tls_verify=off hands the password to anybody who answers; tls_ca= names an authority to trust instead.',
        ]
  const hasPassword = servers.password !== undefined || servers.sentinelPassword !== undefined
  const hosts = addressesOf(servers).map(({ host }) => host)
  const isReadable = hasPassword && !hosts.every(isLoopback)
  return isReadable ? ['The password goes to another machine in clear; rediss:// encrypts.'] : []
}

function addressesOf({ layout }: RedisServers): readonly RedisAddress[] {
  switch (layout.kind) {
    case 'standalone':
      return [layout.address]
    case 'sentinel':
      return layout.sentinels
    case 'cluster':
      return layout.seeds
  }
}
