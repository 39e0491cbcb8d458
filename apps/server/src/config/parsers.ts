import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { parseTimeZoneId, type TimeZoneId } from '@appointease/domain'
import { type Config, type LogLevel, logLevels } from './config.ts'
import { MYSQL_PARAMETERS, readMysqlTls } from './mysqlTls.ts'

interface ParseContext {
  /** Relative paths start here. */
  readonly cwd: string
}

/** `reason` completes "NAME cannot be used: …" and never repeats the text, which may be a secret. */
type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string }

export type Parse<Value> = (text: string, context: ParseContext) => Parsed<Value>

const HOST_NAME = /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/
const MAIL_ADDRESS = /^[^\s@<>()[\]\\,;:"]{1,64}@[A-Za-z0-9.-]{1,253}$/
const RANGE_NAMES = ['loopback', 'linklocal', 'uniquelocal']
const SECRET_BYTES = 32
const PASSWORD_CHARACTERS = 12

export const parseHost: Parse<string> = (text) =>
  (isIP(text) && !text.includes('%')) || HOST_NAME.test(text)
    ? { ok: true, value: text }
    : no('it must be an IP address or a host name, without a port')

export const parsePort: Parse<number> = (text) => {
  const port = Number(text)
  return /^\d{1,5}$/.test(text) && port <= 65_535
    ? { ok: true, value: port }
    : no('it must be a whole number from 0 to 65535')
}

export const parsePublicUrl: Parse<URL> = (text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol)) return no('it must begin with http:// or https://')
  if (url.username || url.password) return no('it must not carry a user name or password')
  if (url.search || url.hash) return no('it must have no ? and no # part')
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return { ok: true, value: url }
}

export const parseFolder: Parse<string> = (text, { cwd }) =>
  text.includes('\0') ? no('it must be the path of a folder') : { ok: true, value: resolve(cwd, text) }

export const parseDatabaseUrl: Parse<Config['database']> = (text, { cwd }) => {
  if (/^mysql:/i.test(text)) return parseMysqlUrl(text, cwd)
  const path = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(text)?.[1]
  if (path === undefined) return no('it must begin with sqlite: and name a file, or with mysql://')
  if (path.includes(':memory:')) return no('a database in memory would lose every appointment at a restart')
  return { ok: true, value: { kind: 'sqlite', path: resolve(cwd, path) } }
}

function parseMysqlUrl(text: string, cwd: string): Parsed<Config['database']> {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url?.hostname) return no('after mysql:// it must name a host')
  if (!/^\/[^/]{1,64}$/.test(url.pathname)) return no('it must end in / and the name of one database')
  if (url.username === '') return no('it must name a user, as mysql://user:password@host/name')
  try {
    for (const part of [url.username, url.password, url.pathname]) decodeURIComponent(part)
  } catch {
    return no('its user name, password and database must be percent-encoded')
  }
  const tls = readMysqlTls(url.searchParams)
  if (tls === false || url.hash !== '')
    return no(`after the name of the database it may have only ?${MYSQL_PARAMETERS}`)
  if (tls?.caPath === undefined) return { ok: true, value: { kind: 'mysql', url: text } }
  url.searchParams.set('tls_ca', resolve(cwd, tls.caPath))
  return { ok: true, value: { kind: 'mysql', url: url.href } }
}

export const parseTablePrefix: Parse<string> = (text) =>
  /^[A-Za-z0-9_]{1,20}$/.test(text)
    ? { ok: true, value: text }
    : no('it must be 1 to 20 letters, digits or underscores')

export const parseSecret: Parse<string> = (text) =>
  Buffer.byteLength(text) >= SECRET_BYTES
    ? { ok: true, value: text }
    : no(`it must be at least ${SECRET_BYTES} bytes long`)

export const parseMailAddress: Parse<string> = (text) =>
  MAIL_ADDRESS.test(text) ? { ok: true, value: text.toLowerCase() } : no('it must be one mail address')

export const parsePassword: Parse<string> = (text) =>
  [...text].length >= PASSWORD_CHARACTERS
    ? { ok: true, value: text }
    : no(`it must be at least ${PASSWORD_CHARACTERS} characters long`)

export const parseTimeZone: Parse<TimeZoneId> = (text) => {
  const zone = parseTimeZoneId(text)
  return zone ? { ok: true, value: zone } : no('it is no IANA time zone that this machine knows')
}

export const parseSwitch: Parse<boolean> = (text) =>
  text === '0' || text === '1' ? { ok: true, value: text === '1' } : no('it must be 1 or 0')

/** Believing everybody is not offered: a visitor could then claim any address and escape every limit. */
export const parseTrustedProxies: Parse<readonly string[]> = (text) => {
  const proxies = text.split(',').map((proxy) => proxy.trim())
  return proxies.every(isProxy)
    ? { ok: true, value: proxies }
    : no(`it must be a list of IP addresses, ranges such as 10.0.0.0/8, or ${RANGE_NAMES.join(', ')}`)
}

export const parseScale: Parse<number> = (text) => {
  const scale = Number(text)
  return /^\d{1,9}(\.\d{1,9})?$/.test(text) && scale > 0
    ? { ok: true, value: scale }
    : no('it must be a number greater than 0')
}

const MOST_STREAMS = 1_000_000

export const parseStreams: Parse<number> = (text) => {
  const streams = Number(text)
  return /^\d{1,7}$/.test(text) && streams <= MOST_STREAMS
    ? { ok: true, value: streams }
    : no(`it must be a whole number, ${MOST_STREAMS} at most`)
}

export const parseLogLevel: Parse<LogLevel> = (text) => {
  const level = logLevels.find((known) => known === text)
  return level ? { ok: true, value: level } : no(`it must be one of ${logLevels.join(', ')}`)
}

function isProxy(proxy: string): boolean {
  if (RANGE_NAMES.includes(proxy)) return true
  const [address = '', prefix, ...more] = proxy.split('/')
  const family = isIP(address)
  if (family === 0 || more.length > 0) return false
  if (prefix === undefined) return true
  return /^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= (family === 4 ? 32 : 128)
}

function no(reason: string): { ok: false; reason: string } {
  return { ok: false, reason }
}
