import { authPlugins, type ConnectionOptions } from 'mysql2'
import { isLoopback } from '../../config/loopback.ts'
import { StorageUnavailable } from '../../ports/storage.ts'

type AuthPlugins = NonNullable<ConnectionOptions['authPlugins']>

/** What the cause says where the server asks for the password itself over a connection that is not encrypted. */
export const PASSWORD_UNPROTECTED = 'PASSWORD_UNPROTECTED'

const PERFORM_FULL_AUTHENTICATION = Buffer.from([4])

function refuse(): never {
  throw new StorageUnavailable(
    'The database asks for the password over a connection that is not encrypted.',
    {
      cause: new Error(PASSWORD_UNPROTECTED),
    },
  )
}

/**
 * What goes before the driver's own ways of signing in where anybody may stand between. The driver would encrypt the
 * password with whatever RSA key it is sent, and so hand it to whoever sends one. What shows no more than that the password
 * is known goes on: mysql_native_password, and caching_sha2_password where the server remembers the user.
 */
const UNPROTECTED: AuthPlugins = {
  sha256_password: () => refuse,
  caching_sha2_password: (about) => {
    const usual = authPlugins.caching_sha2_password({})(about)
    return (data) => (PERFORM_FULL_AUTHENTICATION.equals(data) ? refuse() : usual(data))
  },
}

/** How a password may be shown there; undefined for every way that the driver has. */
export function waysToSignIn(address: {
  readonly host: string
  readonly tls?: object
}): AuthPlugins | undefined {
  return address.tls || isLoopback(address.host) ? undefined : UNPROTECTED
}
