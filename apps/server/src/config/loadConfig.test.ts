import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  CONFIG_EXIT_CODE,
  type Config,
  type ConfigProblem,
  formatProblem,
  isConfigProblem,
} from './config.ts'
import { type Environment, loadConfig } from './loadConfig.ts'
import { variables } from './variables.ts'

const emptyFolder = mkdtempSync(join(tmpdir(), 'appointease-config-'))

function configOf(env: Environment, cwd = emptyFolder): Config {
  const result = loadConfig(env, { cwd })
  if (isConfigProblem(result)) throw new Error(formatProblem(result))
  return result
}

function problemOf(env: Environment, cwd = emptyFolder): ConfigProblem {
  const result = loadConfig(env, { cwd })
  if (!isConfigProblem(result)) throw new Error('The configuration was accepted')
  return result
}

describe('an empty environment', () => {
  test('starts the embedded default', () => {
    expect(configOf({})).toEqual({
      host: '127.0.0.1',
      port: 8080,
      publicUrl: new URL('http://127.0.0.1:8080/'),
      dataDir: join(emptyFolder, 'data'),
      database: { kind: 'sqlite', path: join(emptyFolder, 'data/appointease.db') },
      tablePrefix: 'wp_',
      smtp: undefined,
      mailFrom: 'no-reply@localhost',
      secret: undefined,
      owner: undefined,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      sampleData: true,
      trustProxy: false,
      rateLimitScale: 1,
      logLevel: 'info',
    })
  })

  test('is what a variable set to nothing counts as', () => {
    expect(configOf({ PORT: '', SMTP_URL: '', REDIS_URL: '' })).toEqual(configOf({}))
  })
})

describe('a value that can be used', () => {
  test.each<[Environment, Partial<Config>]>([
    [{ HOST: '0.0.0.0' }, { publicUrl: new URL('http://localhost:8080/') }],
    [{ HOST: '::1', PORT: '0' }, { publicUrl: new URL('http://[::1]:0/') }],
    [
      { PUBLIC_URL: 'https://a.example/book' },
      { publicUrl: new URL('https://a.example/book/'), mailFrom: 'no-reply@a.example' },
    ],
    [{ DATA_DIR: 'here' }, { dataDir: join(emptyFolder, 'here') }],
    [
      { DATABASE_URL: 'sqlite:x/y.db' },
      { database: { kind: 'sqlite', path: join(emptyFolder, 'x/y.db') }, sampleData: false },
    ],
    [{ DATABASE_URL: 'sqlite:/x/y.db' }, { database: { kind: 'sqlite', path: '/x/y.db' } }],
    [{ DATABASE_URL: 'sqlite:///x/y.db' }, { database: { kind: 'sqlite', path: '/x/y.db' } }],
    [{ DATABASE_TABLE_PREFIX: 'shop_2_' }, { tablePrefix: 'shop_2_' }],
    [{ APPOINTEASE_SECRET: 'ü'.repeat(16) }, { secret: 'ü'.repeat(16) }],
    [{ APPOINTEASE_TIMEZONE: 'Asia/Kolkata' }, { timeZone: 'Asia/Kolkata' as Config['timeZone'] }],
    [{ APPOINTEASE_SAMPLE_DATA: '0' }, { sampleData: false }],
    [{ DATABASE_URL: 'sqlite:a', APPOINTEASE_SAMPLE_DATA: '1' }, { sampleData: true }],
    [
      { TRUST_PROXY: 'loopback, 10.0.0.0/8,2001:db8::/32' },
      { trustProxy: ['loopback', '10.0.0.0/8', '2001:db8::/32'] },
    ],
    [
      { DATABASE_URL: 'mysql://u:p%2F@db/shop?tls=required&tls_ca=/etc/ca.pem' },
      { database: { kind: 'mysql', url: 'mysql://u:p%2F@db/shop?tls=required&tls_ca=%2Fetc%2Fca.pem' } },
    ],
    [{ RATE_LIMIT_SCALE: '0.5' }, { rateLimitScale: 0.5 }],
    [{ MAX_STREAMS: '0' }, { maxStreams: 0 }],
    [{ LOG_LEVEL: 'silent' }, { logLevel: 'silent' }],
    [
      { APPOINTEASE_OWNER_EMAIL: 'Owner@Example.com', APPOINTEASE_OWNER_PASSWORD: 'twelve chars' },
      { owner: { email: 'owner@example.com', password: 'twelve chars' } },
    ],
    [
      { SMTP_URL: 'smtps://us%40er:p%3Aw@mail.example' },
      { smtp: { host: 'mail.example', port: 465, tls: 'implicit', user: 'us@er', password: 'p:w' } },
    ],
    [
      { SMTP_URL: 'smtp://u:p@mail.example?from=Hi@shop.example' },
      {
        smtp: { host: 'mail.example', port: 587, tls: 'required', user: 'u', password: 'p' },
        mailFrom: 'hi@shop.example',
      },
    ],
    [
      { SMTP_URL: 'smtp://u:p@127.example.com' },
      { smtp: { host: '127.example.com', port: 587, tls: 'required' } },
    ],
    [{ SMTP_URL: 'smtp://[::1]:25' }, { smtp: { host: '::1', port: 25, tls: 'optional' } }],
    [{ SMTP_URL: 'smtp://127.0.0.1:25?tls=off' }, { smtp: { host: '127.0.0.1', port: 25, tls: 'off' } }],
  ])('is taken over: %j', (env, expected) => {
    expect(configOf(env)).toMatchObject(expected)
  })
})

describe('a value that cannot be used', () => {
  test.each<[string, string]>([
    ['HOST', 'localhost:8080'],
    ['HOST', 'fe80::1%eth0'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['PORT', ' 80'],
    ['PUBLIC_URL', 'example.com'],
    ['PUBLIC_URL', 'ftp://example.com'],
    ['PUBLIC_URL', 'https://a:b@example.com'],
    ['PUBLIC_URL', 'https://example.com/?a=1'],
    ['DATABASE_URL', 'mysql://user:canary@db'],
    ['DATABASE_URL', 'mysql://user:canary@db/x/y'],
    ['DATABASE_URL', 'mysql://db/shop'],
    ['DATABASE_URL', 'mysql://user:canary%zz@db/shop'],
    ['DATABASE_URL', 'mysql://user:canary@db/shop?multipleStatements=true'],
    ['DATABASE_URL', 'mysql://user:canary@db/shop?tls=canary'],
    ['DATABASE_URL', 'mysql://user:canary@db/shop?tls_ca=ca.pem'],
    ['DATABASE_URL', 'mysql://user:canary@db/shop?tls=required&tls_ca='],
    ['DATABASE_URL', 'mysql://user:canary@db/shop?tls=required&tls_verify=on'],
    ['DATABASE_URL', 'mysql://user:canary@db/shop?tls=required&tls=required'],
    ['DATABASE_URL', 'postgres://x'],
    ['DATABASE_URL', 'sqlite:'],
    ['DATABASE_URL', 'sqlite::memory:'],
    ['DATABASE_TABLE_PREFIX', 'a-b'],
    ['DATABASE_TABLE_PREFIX', 'a'.repeat(21)],
    ['REDIS_URL', 'redis://:canary@cache:99999'],
    ['REDIS_URL', 'https://canary@cache'],
    ['SMTP_URL', 'https://mail.example'],
    ['SMTP_URL', 'smtp://u:%zz@mail.example'],
    ['SMTP_URL', 'smtp://mail.example?from=a@b.example,c@d.example'],
    ['SMTP_URL', 'smtp://mail.example?from=a@b.example%0d%0aBcc:x'],
    ['SMTP_URL', 'smtp://mail.example?pool=true'],
    ['SMTP_URL', 'smtps://mail.example?tls=off'],
    ['APPOINTEASE_SECRET', 'canary-too-short'],
    ['APPOINTEASE_OWNER_EMAIL', 'nobody'],
    ['APPOINTEASE_OWNER_PASSWORD', 'canary'],
    ['APPOINTEASE_TIMEZONE', 'Mars/Olympus'],
    ['APPOINTEASE_TIMEZONE', '+02:00'],
    ['APPOINTEASE_SAMPLE_DATA', 'yes'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '1'],
    ['TRUST_PROXY', '0.0.0.0/0'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['RATE_LIMIT_SCALE', '0'],
    ['RATE_LIMIT_SCALE', '-1'],
    ['RATE_LIMIT_SCALE', '1e3'],
    ['LOG_LEVEL', 'verbose'],
  ])(
    'is named with its variable and an example, in one line that does not repeat it: %s=%s',
    (name, value) => {
      const problem = problemOf({ [name]: value })
      expect(problem).toMatchObject({ kind: 'config_problem', variable: name })
      const line = formatProblem(problem)
      expect(line).toMatch(new RegExp(`^${name} cannot be used: .+\\. Example: .*${name}`))
      expect(line).not.toContain('\n')
      expect(line).not.toContain('canary')
    },
  )

  test.each(['APPOINTEASE_OWNER_EMAIL', 'APPOINTEASE_OWNER_PASSWORD'])('is an owner with only %s', (name) => {
    const problem = problemOf({
      [name]: name.endsWith('EMAIL') ? 'owner@example.com' : 'long enough for this',
    })
    expect(problem.variable).toMatch(/^APPOINTEASE_OWNER_/)
    expect(problem.variable).not.toBe(name)
  })

  test('ends the process with the exit code of a configuration error', () => {
    expect(CONFIG_EXIT_CODE).toBe(78)
  })
})

describe('the examples of the reference', () => {
  test.each(Object.entries(variables))('are accepted: %s', (_name, variable) => {
    expect(variable.parse(variable.example, { cwd: emptyFolder }).ok).toBe(true)
  })
})

describe('a .env file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'appointease-config-'))
  writeFileSync(join(folder, '.env'), 'PORT=9000\nLOG_LEVEL="warn" # quiet\n')

  test('gives what the environment leaves out', () => {
    expect(configOf({ LOG_LEVEL: 'debug' }, folder)).toMatchObject({ port: 9000, logLevel: 'debug' })
  })

  test('that cannot be read stops the start', () => {
    const unreadable = mkdtempSync(join(tmpdir(), 'appointease-config-'))
    mkdirSync(join(unreadable, '.env'))
    expect(problemOf({}, unreadable).variable).toBe('.env')
  })
})
