import { resolve } from 'node:path'
import type { RedisAddress, RedisServers } from './config.ts'
import type { Parse } from './parsers.ts'

const FORM = /^(?:(rediss?)(?:\+(sentinel|cluster))?:\/\/)?(?:([^@/?]*)@)?([^/?]*)(\/[^?]*)?(?:\?(.*))?$/
const PORTS = { redis: 6379, sentinel: 26_379 }
const PARAMETERS = ['db', 'tls_ca', 'tls_verify', 'sentinel_user', 'sentinel_password']
const LAST_DB = 9999

/**
 * `redis://user:password@host:6379/0`, with `rediss` for TLS; several addresses separated by commas are a cluster's
 * nodes, and `redis+cluster://` makes one of a single address; `redis+sentinel://…/masterName?db=0`. `?tls_ca=PATH` adds
 * an authority, `?tls_verify=off` asks for none. User names and passwords are percent-encoded.
 */
export const parseRedisUrl: Parse<RedisServers> = (text, { cwd }) => {
  const [, scheme, kind, credentials, hosts = '', path = '', query = ''] = FORM.exec(oneScheme(text)) ?? []
  const several = hosts.includes(',')
  if (!scheme && !several)
    return no('it must begin with redis:// or rediss://, or list the nodes of a cluster')
  const addresses = readAddresses(hosts, kind === 'sentinel' ? PORTS.sentinel : PORTS.redis)
  if (!addresses) return no('each address must be a host and, after a colon, a port')
  const login = readLogin(credentials)
  if (!login) return no('its user name and password must be percent-encoded')
  const parameters = new URLSearchParams(query)
  if ([...parameters.keys()].some((name) => !PARAMETERS.includes(name))) {
    return no(`after the ? it knows only ${PARAMETERS.map((name) => `${name}=`).join(', ')}`)
  }
  const layout = readLayout(kind, addresses, path)
  if (!layout) return no('a sentinel address must end in / and the name of the master')
  const db = readDb(layout.kind === 'standalone' ? path : '', parameters.get('db'))
  if (db === undefined) return no('the number of its database must be a whole one, such as /0')
  if (layout.kind === 'cluster' && (db !== 0 || path.length > 1))
    return no('a cluster has no numbered databases')
  const tls = readTls(scheme === 'rediss', parameters, cwd)
  if (!tls) return no('tls_ca= and tls_verify=off go only with rediss://')
  return { ok: true, value: { layout, db, ...login, ...readSentinelLogin(parameters), ...tls } }
}

/** A list may repeat scheme and login before each address; they count once. */
function oneScheme(text: string): string {
  const beginning = /^rediss?:\/\/(?:[^@/?,]*@)?/.exec(text)?.[0]
  if (beginning === undefined) return text
  const scheme = beginning.slice(0, beginning.indexOf('//') + 2)
  const shortened = (address: string) => {
    const known = [beginning, scheme].find((start) => address.startsWith(start))
    return known === undefined ? address : address.slice(known.length)
  }
  return beginning + text.slice(beginning.length).split(',').map(shortened).join(',')
}

function readAddresses(hosts: string, port: number): readonly RedisAddress[] | undefined {
  const addresses = hosts.split(',').map((host) => readAddress(host, port))
  return addresses.every((address) => address !== undefined) ? addresses : undefined
}

function readAddress(text: string, standard: number): RedisAddress | undefined {
  const [, host = '', port] = /^(\[[0-9a-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/i.exec(text) ?? []
  const number = port === undefined ? standard : Number(port)
  if (host === '' || number < 1 || number > 65_535) return undefined
  return { host: host.replace(/^\[|\]$/g, ''), port: number }
}

function readLogin(text: string | undefined): Pick<RedisServers, 'user' | 'password'> | undefined {
  if (text === undefined) return {}
  const colon = text.indexOf(':')
  if (colon < 0) return undefined
  try {
    const user = decodeURIComponent(text.slice(0, colon))
    const password = decodeURIComponent(text.slice(colon + 1))
    return user === '' ? { password } : { user, password }
  } catch {
    return undefined
  }
}

function readLayout(
  kind: string | undefined,
  addresses: readonly RedisAddress[],
  path: string,
): RedisServers['layout'] | undefined {
  if (kind === 'sentinel') {
    const master = path.slice(1)
    return /^[\w.-]+$/.test(master) ? { kind, sentinels: addresses, master } : undefined
  }
  const [address] = addresses
  if (!address) return undefined
  return kind === 'cluster' || addresses.length > 1
    ? { kind: 'cluster', seeds: addresses }
    : { kind: 'standalone', address }
}

function readDb(path: string, parameter: string | null): number | undefined {
  const fromPath = path.slice(1)
  if (fromPath !== '' && parameter !== null) return undefined
  const text = parameter ?? (fromPath === '' ? '0' : fromPath)
  return /^\d{1,4}$/.test(text) && Number(text) <= LAST_DB ? Number(text) : undefined
}

function readTls(
  encrypted: boolean,
  parameters: URLSearchParams,
  cwd: string,
): Pick<RedisServers, 'tls'> | undefined {
  const caPath = parameters.get('tls_ca')
  const verify = parameters.get('tls_verify')
  if (!encrypted) return caPath === null && verify === null ? {} : undefined
  if (caPath === '' || (verify !== null && verify !== 'off')) return undefined
  const ca = caPath === null ? {} : { caPath: resolve(cwd, caPath) }
  return { tls: { ...ca, verify: verify === null } }
}

function readSentinelLogin(
  parameters: URLSearchParams,
): Pick<RedisServers, 'sentinelUser' | 'sentinelPassword'> {
  const user = parameters.get('sentinel_user')
  const password = parameters.get('sentinel_password')
  return {
    ...(user === null ? {} : { sentinelUser: user }),
    ...(password === null ? {} : { sentinelPassword: password }),
  }
}

function no(reason: string): { ok: false; reason: string } {
  return { ok: false, reason }
}
