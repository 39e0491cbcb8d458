import { DatabaseUnusable } from '../../ports/storage.ts'

export interface Address {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

const EXAMPLE = 'mysql://user:password@localhost:3306/shop'

/** `mysql://user:password@host:port/database`, each part percent-encoded. Throws DatabaseUnusable, which does not repeat it. */
export function parseAddress(text: string): Address {
  const url = URL.parse(text)
  if (url?.protocol !== 'mysql:')
    throw new DatabaseUnusable('The address does not begin with mysql://.', EXAMPLE)
  // More than the address, such as the driver's own options, could undo what the connections rely on.
  if (url.search !== '' || url.hash !== '')
    throw new DatabaseUnusable('The address has something after the name of the database.', EXAMPLE)
  const address = {
    host: decoded(url.hostname.replace(/^\[(.*)\]$/, '$1')),
    port: url.port === '' ? 3306 : Number(url.port),
    user: decoded(url.username),
    password: decoded(url.password),
    database: decoded(url.pathname.slice(1)),
  }
  if (address.host === '' || address.user === '' || address.database === '')
    throw new DatabaseUnusable('The address names no host, no user or no database.', EXAMPLE)
  return address
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new DatabaseUnusable('A % in the address is not followed by two hexadecimal digits.', EXAMPLE)
  }
}
