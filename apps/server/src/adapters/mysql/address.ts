import { readFileSync } from 'node:fs'
import { MYSQL_PARAMETERS, type MysqlTls, readMysqlTls } from '../../config/mysqlTls.ts'
import { DatabaseUnusable } from '../../ports/storage.ts'

export interface Address {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
  /** Undefined: not encrypted. As the driver takes it: one object for all connections, which share what it remembers of TLS. */
  readonly tls?: {
    readonly ca?: Buffer
    readonly rejectUnauthorized: boolean
    readonly verifyIdentity: boolean
  }
}

const EXAMPLE = 'mysql://user:password@localhost:3306/shop'

/**
 * `mysql://user:password@host:port/database`, each part percent-encoded; `?tls=required` encrypts, with whom a known
 * authority vouches for: `tls_ca=PATH` names one, `tls_verify=off` asks for none. Throws DatabaseUnusable, which does not
 * repeat it, also where the authority's file cannot be read.
 */
export function parseAddress(text: string): Address {
  const url = URL.parse(text)
  if (url?.protocol !== 'mysql:')
    throw new DatabaseUnusable('The address does not begin with mysql://.', EXAMPLE)
  // Anything else, such as the driver's own options, could undo what the connections rely on.
  const tls = readMysqlTls(url.searchParams)
  if (tls === false || url.hash !== '')
    throw new DatabaseUnusable(
      `After the name of the database the address may have only ${MYSQL_PARAMETERS}.`,
      EXAMPLE,
    )
  const address = {
    host: decoded(url.hostname.replace(/^\[(.*)\]$/, '$1')),
    port: url.port === '' ? 3306 : Number(url.port),
    user: decoded(url.username),
    password: decoded(url.password),
    database: decoded(url.pathname.slice(1)),
    ...(tls && { tls: tlsOf(tls) }),
  }
  if (address.host === '' || address.user === '' || address.database === '')
    throw new DatabaseUnusable('The address names no host, no user or no database.', EXAMPLE)
  return address
}

function tlsOf({ caPath, verify }: MysqlTls): NonNullable<Address['tls']> {
  const kind = { rejectUnauthorized: verify, verifyIdentity: verify }
  if (caPath === undefined) return kind
  try {
    return { ca: readFileSync(caPath), ...kind }
  } catch (error) {
    throw new DatabaseUnusable('The file that tls_ca= names cannot be read.', 'tls_ca=/etc/mysql/ca.pem', {
      cause: error,
    })
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new DatabaseUnusable('A % in the address is not followed by two hexadecimal digits.', EXAMPLE)
  }
}
