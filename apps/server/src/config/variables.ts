import {
  type Parse,
  parseDatabaseUrl,
  parseFolder,
  parseHost,
  parseLogLevel,
  parseMailAddress,
  parsePassword,
  parsePort,
  parsePublicUrl,
  parseScale,
  parseSecret,
  parseStreams,
  parseSwitch,
  parseTablePrefix,
  parseTimeZone,
  parseTrustedProxies,
} from './parsers.ts'
import { parseRedisUrl } from './redisUrl.ts'
import { parseSmtpUrl } from './smtpUrl.ts'

/** One variable, for the reader of the reference and for the reader of the environment. Markdown. */
export interface Variable<Value> {
  readonly meaning: string
  readonly fallback: string
  readonly example: string
  readonly parse: Parse<Value>
}

export const variables = {
  HOST: {
    meaning: 'Address to listen on. `0.0.0.0` listens on every IPv4 address of the machine.',
    fallback: '`127.0.0.1`',
    example: '0.0.0.0',
    parse: parseHost,
  },
  PORT: {
    meaning: 'Port to listen on. `0` takes any free one.',
    fallback: '`8080`',
    example: '8080',
    parse: parsePort,
  },
  PUBLIC_URL: {
    meaning: 'Address that customers see. It goes into links and mails.',
    fallback: '`http://HOST:PORT`, with `localhost` where `HOST` means every address',
    example: 'https://book.example.com',
    parse: parsePublicUrl,
  },
  DATA_DIR: {
    meaning:
      "Folder of the embedded database and of the server's secret. Made with mode 0700 if it is missing.",
    fallback: '`./data`',
    example: '/var/lib/appointease',
    parse: parseFolder,
  },
  DATABASE_URL: {
    meaning:
      'The database: `mysql://user:password@host:3306/name` (MySQL 5.7 or later, MariaDB 10.6 or later; special ' +
      'characters percent-encoded), or `sqlite:PATH`, the path from the working folder or absolute. `?tls=required` ' +
      'after a MySQL address encrypts the connection, and the certificate must be one that is trusted and names the ' +
      'host; `&tls_ca=PATH` names the authority to trust, `&tls_verify=off` trusts anybody.',
    fallback: '`sqlite:$DATA_DIR/appointease.db`',
    example: 'mysql://appointease:password@127.0.0.1:3306/appointease',
    parse: parseDatabaseUrl,
  },
  DATABASE_TABLE_PREFIX: {
    meaning: 'What the names of all tables begin with, as in WordPress.',
    fallback: '`wp_`',
    example: 'wp_',
    parse: parseTablePrefix,
  },
  REDIS_URL: {
    meaning:
      'Where locks, selections and counters live while it can be had (Redis 6 or later): ' +
      '`redis://user:password@host:6379/0`, `rediss://…` with TLS (`?tls_ca=PATH` adds an authority), ' +
      '`redis+sentinel://host:26379,…/master`, or the nodes of a cluster, separated by commas. Set here, it goes ' +
      'before what is stored with `appointease redis --set`.',
    fallback: 'none: locks and selections live in the database',
    example: 'redis://127.0.0.1:6379',
    parse: parseRedisUrl,
  },
  SMTP_URL: {
    meaning:
      'Mail server: `smtp://` (STARTTLS where offered; required where there is a password and the server is on ' +
      'another machine) or `smtps://`. `?from=` names the sender, else `no-reply@` and the host of `PUBLIC_URL`. ' +
      '`?tls=required`, `optional` or `off` decides for `smtp://`. Special characters of user name and password ' +
      'are percent-encoded.',
    fallback: 'none: mails are kept in the outbox, and one-time codes are printed in the terminal',
    example: 'smtps://user:password@mail.example.com?from=hello@example.com',
    parse: parseSmtpUrl,
  },
  APPOINTEASE_SECRET: {
    meaning:
      'Key material for signatures and fingerprints, at least 32 bytes; the same for all processes on a database, and ' +
      'for `appointease redis`. To change it, stop all of them. A new one ends every session, codes that were on their ' +
      'way are not sent, and a Redis that was set with `appointease redis --set` is to be set again; until then the log ' +
      'warns, and locks live in the database.',
    fallback: 'made on first start and kept in `$DATA_DIR/secret` with mode 0600',
    example: 'the output of: openssl rand -base64 48',
    parse: parseSecret,
  },
  APPOINTEASE_OWNER_EMAIL: {
    meaning:
      'Address of the owner, for the back office. Is told by mail of what is booked, moved and cancelled, unless the ' +
      'owner has set another address for that. Goes with ' +
      '`APPOINTEASE_OWNER_PASSWORD`.',
    fallback: 'none',
    example: 'owner@example.com',
    parse: parseMailAddress,
  },
  APPOINTEASE_OWNER_PASSWORD: {
    meaning:
      'Password of the owner, at least 12 characters. Checked at the start and not used by this version yet.',
    fallback: 'none',
    example: 'a sentence of your own',
    parse: parsePassword,
  },
  APPOINTEASE_TIMEZONE: {
    meaning: 'IANA time zone of the business on first start.',
    fallback: "the machine's zone",
    example: 'Europe/Berlin',
    parse: parseTimeZone,
  },
  APPOINTEASE_SAMPLE_DATA: {
    meaning: '`1` fills an empty database with a sample business, `0` does not.',
    fallback: '`1` where `DATABASE_URL` is not set, else `0`',
    example: '0',
    parse: parseSwitch,
  },
  TRUST_PROXY: {
    meaning:
      'Proxies whose forwarding headers are believed, separated by commas: IP addresses, ranges, or the names ' +
      '`loopback`, `linklocal`, `uniquelocal`.',
    fallback: 'none',
    example: 'loopback, 10.0.0.0/8',
    parse: parseTrustedProxies,
  },
  RATE_LIMIT_SCALE: {
    meaning:
      'Multiplies every limit per caller, for load tests and trusted networks. The limits per mail address on ' +
      'one-time codes stay.',
    fallback: '`1`',
    example: '10',
    parse: parseScale,
  },
  MAX_STREAMS: {
    meaning:
      'How many visitors this process tells of changes by push (`slots/stream`). Whoever comes beyond that asks once a ' +
      'second instead. About 17 kB of memory each; `0` pushes to nobody.',
    fallback: '`10000`',
    example: '20000',
    parse: parseStreams,
  },
  LOG_LEVEL: {
    meaning: '`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`.',
    fallback: '`info`',
    example: 'info',
    parse: parseLogLevel,
  },
} satisfies Record<string, Variable<unknown>>

export type VariableName = keyof typeof variables

type ValueOf<Name extends VariableName> =
  (typeof variables)[Name]['parse'] extends Parse<infer Value> ? Value : never

/** What was set, checked. A variable that is not set is undefined. */
export type Settings = { readonly [Name in VariableName]?: ValueOf<Name> }
