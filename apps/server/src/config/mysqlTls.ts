/** How a connection to MySQL is encrypted: to the letter what `rediss://` is for Redis. */
export interface MysqlTls {
  readonly caPath?: string
  /** False encrypts without knowing with whom. */
  readonly verify: boolean
}

export const MYSQL_PARAMETERS = 'tls=required and, beside it, tls_ca=PATH or tls_verify=off'

/** What stands after the `?` of `mysql://…`: undefined for nothing, false for anything else than MYSQL_PARAMETERS. */
export function readMysqlTls(parameters: URLSearchParams): MysqlTls | undefined | false {
  const names = [...parameters.keys()]
  if (names.length === 0) return undefined
  const given = Object.fromEntries(parameters)
  const { tls, tls_ca: caPath, tls_verify: verify, ...others } = given
  const isKnown = tls === 'required' && caPath !== '' && (verify === undefined || verify === 'off')
  if (!isKnown || Object.keys(others).length > 0 || names.length > Object.keys(given).length) return false
  return { ...(caPath !== undefined && { caPath }), verify: verify === undefined }
}
