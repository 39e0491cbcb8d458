import { DatabaseUnusable, StorageUnavailable } from '../../ports/storage.ts'
import { UNTRUSTED } from './connection.ts'
import { errorNumber } from './faults.ts'
import { PASSWORD_UNPROTECTED } from './password.ts'
import type { MysqlTables } from './schema.ts'
import type { Statements } from './statements.ts'

const GRANT = 'GRANT ALL ON `database`.* TO the user of DATABASE_URL'

const ENCRYPTED = 'mysql://user:password@db.example:3306/shop?tls=required'

/** Server errors that last until somebody changes something. */
const LASTING: ReadonlyMap<number, readonly [reason: string, example: string]> = new Map([
  [1044, ['The user may not use this database.', GRANT]],
  [
    1045,
    [
      // MariaDB says the same where it is the encryption that is wanting.
      'The server does not know this user and password, or lets this user in only over an encrypted connection.',
      'mysql://user:password@localhost:3306/shop, with ?tls=required where it wants that',
    ],
  ],
  [1049, ['The server has no database of this name.', 'CREATE DATABASE shop']],
  [1142, ['The user may not make tables and triggers.', GRANT]],
  [1370, ['The user may not make procedures.', GRANT]],
  [1143, ['The user may not read and write every column.', GRANT]],
  [1227, ['The user may not make triggers.', 'SET GLOBAL log_bin_trust_function_creators = 1']],
  [
    1419,
    [
      'The server writes a binary log and lets only its administrator make triggers.',
      'SET GLOBAL log_bin_trust_function_creators = 1, and GRANT TRIGGER ON `database`.* TO the user',
    ],
  ],
  [
    1698,
    ['The server does not let this user in by a password.', 'mysql://user:password@localhost:3306/shop'],
  ],
  [3159, ['The server wants connections to be encrypted.', ENCRYPTED]],
])

/** What a connection that could not be made was refused for, on this side. */
const REFUSED: ReadonlyMap<string, readonly [reason: string, example: string]> = new Map([
  [
    PASSWORD_UNPROTECTED,
    ['The server asks for the password itself, and without TLS whoever is between could read it.', ENCRYPTED],
  ],
  [
    UNTRUSTED,
    [
      'The certificate of the server is not trusted: it is of another name, or by an authority that is not known.',
      `${ENCRYPTED}&tls_ca=/etc/mysql/ca.pem, with a host that is in the certificate`,
    ],
  ],
  [
    'HANDSHAKE_NO_SSL_SUPPORT',
    [
      'The server does not speak TLS.',
      'ssl_cert and ssl_key in the configuration of the server, or an address without tls=required',
    ],
  ],
])

/** DatabaseUnusable in place of a fault that trying again cannot end; else the fault itself. */
export function whileOpening(error: unknown): unknown {
  const refusedFor =
    error instanceof StorageUnavailable && error.cause instanceof Error ? error.cause.message : ''
  const [reason, example] = LASTING.get(errorNumber(error) ?? 0) ?? REFUSED.get(refusedFor) ?? []
  if (reason === undefined || example === undefined) return error
  return new DatabaseUnusable(reason, example, { cause: error })
}

/** What is wrong with a server that says this is its version; undefined where it can be used. */
export function unfitVersion(version: string): string | undefined {
  const [, major = 0, minor = 0] = (/^(\d+)\.(\d+)/.exec(version) ?? []).map(Number)
  const isMariadb = /mariadb/i.test(version)
  const [leastMajor, leastMinor] = isMariadb ? [10, 6] : [5, 7]
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return undefined
  return `The server is ${isMariadb ? 'MariaDB' : 'MySQL'} ${major}.${minor}, which is too old.`
}

/** Throws DatabaseUnusable where the server is too old or cannot log what READ COMMITTED writes. */
export async function refuseUnfitServer(statements: Statements): Promise<void> {
  const [row] = await statements.tuples('SELECT VERSION()', [])
  const reason = unfitVersion(String(row?.[0]))
  if (reason !== undefined) throw new DatabaseUnusable(reason, 'MySQL 5.7 or newer, MariaDB 10.6 or newer')
  const log = new Map(
    (
      await statements.tuples("SHOW GLOBAL VARIABLES WHERE Variable_name IN ('log_bin', 'binlog_format')", [])
    ).map(([name, value]) => [name, value]),
  )
  if (log.get('log_bin') === 'ON' && log.get('binlog_format') === 'STATEMENT')
    throw new DatabaseUnusable(
      'The server writes statements into its binary log, which InnoDB does not support under READ COMMITTED.',
      'SET GLOBAL binlog_format = ROW',
    )
}

/** Throws DatabaseUnusable where WordPress's table of options is of an engine that has no transactions. */
export async function refuseUnfitOptions(statements: Statements, { options }: MysqlTables): Promise<void> {
  const engines = await statements.tuples(
    `SELECT TABLE_NAME FROM information_schema.TABLES
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND ENGINE <> 'InnoDB'`,
    [options],
  )
  if (engines.length > 0)
    throw new DatabaseUnusable(
      `The table ${options} cannot take back what was half done.`,
      `ALTER TABLE ${options} ENGINE = InnoDB`,
    )
}

/** Throws DatabaseUnusable where somebody else has a table of the appointments' name. */
export async function refuseForeignTable(
  statements: Statements,
  { appointments }: MysqlTables,
): Promise<void> {
  const foreign = await statements.tuples(
    `SELECT 1 FROM information_schema.COLUMNS
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?
     HAVING SUM(COLUMN_NAME = 'occupied_start') = 0`,
    [appointments],
  )
  if (foreign.length > 0)
    throw new DatabaseUnusable(
      `The table ${appointments} is another product's.`,
      'DATABASE_TABLE_PREFIX=booking_',
    )
}
