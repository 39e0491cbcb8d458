import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { parseTimeZoneId, type TimeZoneId } from '@appointease/domain'
import type { Config, ConfigProblem } from './config.ts'
import { isConfigProblem } from './config.ts'
import { type Settings, type Variable, type VariableName, variables } from './variables.ts'

export type Environment = Readonly<Record<string, string | undefined>>

const EVERY_ADDRESS = ['0.0.0.0', '::']

/**
 * Reads the environment, and `.env` in `cwd` for what it leaves out. A variable that is set to nothing counts as
 * not set. The first value that cannot be used is returned as a problem.
 */
export function loadConfig(env: Environment, { cwd }: { cwd: string }): Config | ConfigProblem {
  const file = readEnvFile(join(cwd, '.env'))
  if (isConfigProblem(file)) return file
  const settings = readSettings((name) => env[name] || file[name], cwd)
  return isConfigProblem(settings) ? settings : configOf(settings, cwd)
}

function readSettings(
  textOf: (name: VariableName) => string | undefined,
  cwd: string,
): Settings | ConfigProblem {
  const settings: Record<string, unknown> = {}
  for (const [key, variable] of Object.entries<Variable<unknown>>(variables)) {
    const name = key as VariableName
    const text = textOf(name)
    if (!text) continue
    const parsed = variable.parse(text, { cwd })
    if (!parsed.ok) return problemWith(name, parsed.reason)
    settings[name] = parsed.value
  }
  return settings as Settings
}

function configOf(settings: Settings, cwd: string): Config | ConfigProblem {
  const owner = ownerOf(settings)
  if (isConfigProblem(owner)) return owner
  const host = settings.HOST ?? '127.0.0.1'
  const port = settings.PORT ?? 8080
  const publicUrl = settings.PUBLIC_URL ?? addressOf(host, port)
  const dataDir = settings.DATA_DIR ?? resolve(cwd, 'data')
  return {
    host,
    port,
    publicUrl,
    dataDir,
    database: settings.DATABASE_URL ?? { kind: 'sqlite', path: join(dataDir, 'appointease.db') },
    tablePrefix: settings.DATABASE_TABLE_PREFIX ?? 'wp_',
    redis: settings.REDIS_URL,
    smtp: settings.SMTP_URL?.server,
    mailFrom: settings.SMTP_URL?.from ?? `no-reply@${mailDomainOf(publicUrl)}`,
    secret: settings.APPOINTEASE_SECRET,
    owner,
    timeZone: settings.APPOINTEASE_TIMEZONE ?? machineTimeZone(),
    sampleData: settings.APPOINTEASE_SAMPLE_DATA ?? settings.DATABASE_URL === undefined,
    trustProxy: settings.TRUST_PROXY ?? false,
    rateLimitScale: settings.RATE_LIMIT_SCALE ?? 1,
    logLevel: settings.LOG_LEVEL ?? 'info',
  }
}

function ownerOf(settings: Settings): Config['owner'] | ConfigProblem {
  const { APPOINTEASE_OWNER_EMAIL: email, APPOINTEASE_OWNER_PASSWORD: password } = settings
  if (email === undefined && password === undefined) return undefined
  if (email === undefined) {
    return problemWith('APPOINTEASE_OWNER_EMAIL', 'it is missing beside APPOINTEASE_OWNER_PASSWORD')
  }
  if (password === undefined) {
    return problemWith('APPOINTEASE_OWNER_PASSWORD', 'it is missing beside APPOINTEASE_OWNER_EMAIL')
  }
  return { email, password }
}

function addressOf(host: string, port: number): URL {
  const name = EVERY_ADDRESS.includes(host) ? 'localhost' : host
  return new URL(`http://${name.includes(':') ? `[${name}]` : name}:${port}/`)
}

/** An IP address is no domain that mail could come from. */
function mailDomainOf(publicUrl: URL): string {
  return /^[\d.]+$|^\[/.test(publicUrl.hostname) ? 'localhost' : publicUrl.hostname
}

function machineTimeZone(): TimeZoneId {
  const zone = parseTimeZoneId(Intl.DateTimeFormat().resolvedOptions().timeZone)
  return zone ?? ('UTC' as TimeZoneId)
}

function readEnvFile(path: string): Environment | ConfigProblem {
  try {
    return parseEnv(readFileSync(path, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    const reason = 'the file is there but cannot be read'
    return { kind: 'config_problem', variable: '.env', reason, example: `chmod 600 ${path}` }
  }
}

function problemWith(name: VariableName, reason: string): ConfigProblem {
  const { example } = variables[name]
  return {
    kind: 'config_problem',
    variable: name,
    reason,
    example: example.includes(name) ? example : `${name}=${example}`,
  }
}
