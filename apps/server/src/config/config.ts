import type { TimeZoneId } from '@appointease/domain'

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** A mail server. `tls`: `implicit` from the first byte, `required` and `optional` by STARTTLS, `off` never. */
export interface SmtpServer {
  readonly host: string
  readonly port: number
  readonly tls: 'implicit' | 'required' | 'optional' | 'off'
  readonly user?: string
  readonly password?: string
}

export interface RedisAddress {
  readonly host: string
  readonly port: number
}

/** How Redis is reached. */
export interface RedisServers {
  readonly layout:
    | { readonly kind: 'standalone'; readonly address: RedisAddress }
    | { readonly kind: 'sentinel'; readonly sentinels: readonly RedisAddress[]; readonly master: string }
    /** Any of its nodes; the others are learned from them. */
    | { readonly kind: 'cluster'; readonly seeds: readonly RedisAddress[] }
  readonly user?: string
  readonly password?: string
  /** What the sentinels themselves ask for, if they do. */
  readonly sentinelUser?: string
  readonly sentinelPassword?: string
  /** Always 0 on a cluster. */
  readonly db: number
  /** Undefined: not encrypted. `verify: false` encrypts without knowing with whom. */
  readonly tls?: { readonly caPath?: string; readonly verify: boolean }
}

/**
 * An SQLite file, or a database on a MySQL or MariaDB server as `mysql://user:password@host:port/name`, after which may
 * stand how it is encrypted (mysqlTls.ts).
 */
export type DatabaseTarget =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'mysql'; readonly url: string }

export const MAX_STREAMS = 10_000

/** Everything that is decided before the start, checked and with its defaults. Paths are absolute. */
export interface Config {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  /** What customers see, without query and fragment; its path ends in `/`. */
  readonly publicUrl: URL
  readonly dataDir: string
  readonly database: DatabaseTarget
  readonly tablePrefix: string
  /** Undefined: what the owner has set is used, and where nothing is set, none. */
  readonly redis: RedisServers | undefined
  /** Undefined: mails are kept in the outbox. */
  readonly smtp: SmtpServer | undefined
  /** The address that mails come from. */
  readonly mailFrom: string
  /** Undefined: made on first start and kept in `dataDir`. */
  readonly secret: string | undefined
  readonly owner: { readonly email: string; readonly password: string } | undefined
  readonly timeZone: TimeZoneId
  readonly sampleData: boolean
  /** As Fastify takes it: addresses and ranges of proxies, or nobody. */
  readonly trustProxy: readonly string[] | false
  readonly rateLimitScale: number
  /** Undefined: as many as {@link MAX_STREAMS}. */
  readonly maxStreams?: number | undefined
  readonly logLevel: LogLevel
}

/** Why the server cannot start. `reason` is plain words that never repeat the value, which may be a secret. */
export interface ConfigProblem {
  readonly kind: 'config_problem'
  readonly variable: string
  readonly reason: string
  readonly example: string
}

/** `EX_CONFIG` of BSD's sysexits.h. */
export const CONFIG_EXIT_CODE = 78

export function isConfigProblem(result: unknown): result is ConfigProblem {
  return typeof result === 'object' && result !== null && 'kind' in result && result.kind === 'config_problem'
}

/** One line for the terminal. */
export function formatProblem(problem: ConfigProblem): string {
  return `${problem.variable} cannot be used: ${problem.reason}. Example: ${problem.example}`
}
