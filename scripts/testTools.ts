import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import {
  findMariadbd,
  findOpenssl,
  findProgram,
  findRadicale,
  findRedisServer,
} from '../packages/testkit/src/engines/programs.ts'

/** What a part of the tests needs and npm does not bring. */
export interface TestTool {
  readonly name: string
  /** The environment variable in which the tests find its path. */
  readonly variable: string
  readonly neededFor: string
  /** Its path on this machine. */
  find(): string | undefined
  /** Tries to put it there on a Debian machine; whether that worked, `find` tells. */
  install(): void
}

const root = join(import.meta.dirname, '..')
const WORDPRESS_SCRIPTS = join(root, '.cache/wordpress')

function run(command: string, args: readonly string[], cwd?: string): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync(command, args, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
}

let isUpdated: boolean | undefined

function aptGet(args: readonly string[], cwd?: string): boolean {
  isUpdated ??= run('apt-get', ['update', '-qq'])
  return isUpdated && run('apt-get', args, cwd)
}

/** What Debian asks whether a service may be started: 101 is no. */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d'

/** Installs packages and starts none of their services: the tests start servers of their own. */
function install(...packages: readonly string[]): void {
  if (process.getuid?.() !== 0) return
  const isOurs = !existsSync(SERVICE_POLICY)
  if (isOurs) writeFileSync(SERVICE_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    aptGet(['install', '-y', '-qq', '--no-install-recommends', ...packages])
  } finally {
    if (isOurs) rmSync(SERVICE_POLICY)
  }
}

const chromium: TestTool = {
  name: 'chromium',
  variable: 'APPOINTEASE_TEST_CHROMIUM',
  neededFor: 'the browser tests',
  find: () => findProgram(['chromium', 'chromium-browser', 'google-chrome']),
  install: () => install('chromium', 'fonts-dejavu-core', 'fonts-noto-core'),
}

const mariadb: TestTool = {
  name: 'mariadbd',
  variable: 'APPOINTEASE_TEST_MARIADBD',
  neededFor: 'the tests on MariaDB',
  find: findMariadbd,
  install: () => install('mariadb-server'),
}

const redis: TestTool = {
  name: 'redis-server',
  variable: 'APPOINTEASE_TEST_REDIS_SERVER',
  neededFor: 'the tests on Redis',
  find: findRedisServer,
  install: () => install('redis-server'),
}

const openssl: TestTool = {
  name: 'openssl',
  variable: 'APPOINTEASE_TEST_OPENSSL',
  neededFor: 'the tests of Redis over TLS',
  find: findOpenssl,
  install: () => install('openssl'),
}

const radicale: TestTool = {
  name: 'radicale',
  variable: 'APPOINTEASE_TEST_RADICALE',
  neededFor: 'the tests on a CalDAV server',
  find: findRadicale,
  install: () => install('radicale'),
}

/** WordPress's own scripts, unpacked from Debian's package and not installed. */
const wordpressScripts: TestTool = {
  name: "WordPress's heartbeat.js",
  variable: 'APPOINTEASE_TEST_WORDPRESS_SCRIPTS',
  neededFor: 'the test that an unmodified heartbeat.js works',
  find: () => (existsSync(join(WORDPRESS_SCRIPTS, 'heartbeat.js')) ? WORDPRESS_SCRIPTS : undefined),
  install() {
    const folder = mkdtempSync(join(tmpdir(), 'wordpress-'))
    try {
      if (!aptGet(['download', '-qq', 'wordpress'], folder)) return
      const [file] = readdirSync(folder)
      if (!file || !run('dpkg-deb', ['-x', file, '.'], folder)) return
      const includes = join(folder, 'usr/share/wordpress/wp-includes/js')
      mkdirSync(WORDPRESS_SCRIPTS, { recursive: true })
      for (const script of ['jquery/jquery.js', 'dist/hooks.js', 'heartbeat.js']) {
        cpSync(join(includes, script), join(WORDPRESS_SCRIPTS, basename(script)), {
          dereference: true,
        })
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

export const TEST_TOOLS: readonly TestTool[] = [chromium, mariadb, redis, openssl, radicale, wordpressScripts]

export const isDebian = existsSync('/etc/debian_version') && findProgram(['apt-get']) !== undefined
