import type { SmtpServer } from './config.ts'
import { isLoopback } from './loopback.ts'
import { type Parse, parseMailAddress } from './parsers.ts'

export interface SmtpSettings {
  readonly server: SmtpServer
  /** From `?from=`. */
  readonly from: string | undefined
}

const DEFAULT_PORTS = { 'smtp:': 587, 'smtps:': 465 } as const

/**
 * `smtp://user:password@host:587?from=…&tls=required|optional|off` or `smtps://…` (RFC 8314: TLS from the first
 * byte). Over `smtp:` credentials are only sent encrypted, unless the server is on this machine or `tls` says else.
 */
export const parseSmtpUrl: Parse<SmtpSettings> = (text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const protocol = url?.protocol
  if (!url?.hostname || (protocol !== 'smtp:' && protocol !== 'smtps:')) {
    return no('it must begin with smtp:// or smtps:// and name a host')
  }
  const credentials = readCredentials(url)
  if (!credentials) return no('its user name and password must be percent-encoded')
  const unknown = [...url.searchParams.keys()].find((name) => name !== 'from' && name !== 'tls')
  if (unknown !== undefined) return no('after the ? it knows only from= and tls=')
  const tls = readTls(url, credentials.user !== undefined)
  if (!tls) return no('tls= must be required, optional or off, and goes only with smtp://')
  const address = url.searchParams.get('from')
  const from = address === null ? undefined : parseMailAddress(address, context)
  if (from?.ok === false) return no('from= must be one mail address')
  return {
    ok: true,
    value: {
      server: {
        host: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port === '' ? DEFAULT_PORTS[protocol] : Number(url.port),
        tls,
        ...credentials,
      },
      from: from?.value,
    },
  }
}

function readCredentials(url: URL): Pick<SmtpServer, 'user' | 'password'> | undefined {
  if (url.username === '') return url.password === '' ? {} : undefined
  try {
    return { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) }
  } catch {
    return undefined
  }
}

function readTls(url: URL, hasCredentials: boolean): SmtpServer['tls'] | undefined {
  const wanted = url.searchParams.get('tls')
  if (url.protocol === 'smtps:') return wanted === null ? 'implicit' : undefined
  if (wanted === null) return hasCredentials && !isLoopback(url.hostname) ? 'required' : 'optional'
  return wanted === 'required' || wanted === 'optional' || wanted === 'off' ? wanted : undefined
}

function no(reason: string): { ok: false; reason: string } {
  return { ok: false, reason }
}
