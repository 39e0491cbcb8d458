import { isIP } from 'node:net'

/** Whether what is sent to this host, a name or an address as it stands in a URL, stays on this machine. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  // Names such as 127.example.com are other machines'.
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'))
}
