import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeEngineFolder } from '@appointease/testkit/engines/engineFolder.ts'
import { type EngineProcess, startEngineProcess } from '@appointease/testkit/engines/engineProcess.ts'
import type { Mariadb } from '@appointease/testkit/engines/mariadb.ts'
import { findProgram, MARIADBD } from '@appointease/testkit/engines/programs.ts'
import { until } from '@appointease/testkit/engines/until.ts'
import { FastCgiConnection } from './fastcgi.ts'

const run = promisify(execFile)

/** Where Debian's package `wordpress` puts it. */
const DEBIANS = '/usr/share/wordpress'
const FPM_NAMES = ['php-fpm', 'php-fpm8.4', 'php-fpm8.3', 'php-fpm8.2', 'php-fpm8.1']
const MODULES = ['mysqli', 'Zend OPcache']
const isRoot = process.getuid?.() === 0
/** php-fpm refuses to run as root unless it is told to. */
const FPM_FLAGS = [
  '-F',
  ...(isRoot ? ['-R'] : []),
  '-d',
  'opcache.enable=1',
  '-d',
  'opcache.memory_consumption=128',
]
const SALTS = ['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'].flatMap((name) => [`${name}_KEY`, `${name}_SALT`])
const INSTALL = `
  $_SERVER['HTTP_HOST'] = 'bench';
  define('WP_INSTALLING', true);
  require 'wp-load.php';
  require ABSPATH . 'wp-admin/includes/upgrade.php';
  wp_install('Bench', 'admin', 'admin@example.com', true, '', bin2hex(random_bytes(16)));
  exit(is_blog_installed() ? 0 : 1);
`

const VERSIONS = `
  require 'wp-includes/version.php';
  echo "WordPress $wp_version, PHP ", PHP_VERSION;
`

export interface WordPressPrograms {
  readonly fpm: string
  readonly php: string
}

export interface WordPress {
  /** Of WordPress and of PHP. */
  readonly versions: string
  /** The folder that the site is in. */
  readonly root: string
  /** The path of php-fpm's Unix socket. */
  readonly socket: string
  /** Of php-fpm's workers, which stay the same. */
  readonly workers: readonly number[]
  /** Ends php-fpm; the site is gone soon afterwards. */
  stop(): Promise<void>
}

/** What there is on this machine, or what is missing. */
export async function findWordPress(): Promise<WordPressPrograms | { readonly missing: string }> {
  const [fpm, php] = [findProgram(FPM_NAMES), findProgram(['php'])]
  if (!existsSync(join(DEBIANS, 'wp-load.php'))) return { missing: 'WordPress' }
  if (fpm === undefined) return { missing: 'php-fpm' }
  if (php === undefined) return { missing: 'php' }
  if (MARIADBD === undefined) return { missing: 'mariadbd' }
  const { stdout } = await run(fpm, ['-m'])
  const absent = MODULES.find((name) => !stdout.split('\n').includes(name))
  return absent === undefined ? { fpm, php } : { missing: `PHP's ${absent}` }
}

/**
 * WordPress as it is after its installation, in a folder and on an empty database of its own, run by so many workers of a
 * private php-fpm with opcache. What would cost it time that has nothing to do with answering is off: its cron, and asking
 * wordpress.org for updates.
 */
export async function startWordPress(
  { fpm, php }: WordPressPrograms,
  mariadb: Mariadb,
  workerCount: number,
): Promise<WordPress> {
  const folder = await makeEngineFolder('wordpress')
  let engine: EngineProcess | undefined
  const stop = async () => {
    // Ended by SIGKILL, php-fpm would leave its workers behind.
    await engine?.end('SIGTERM')
    folder.remove()
  }
  try {
    const root = join(folder.path, 'site')
    await cp(DEBIANS, root, { recursive: true, filter: (path) => !path.includes('/wp-content/languages') })
    await writeFile(join(root, 'wp-config.php'), await siteConfig(mariadb))
    await run(php, ['-r', INSTALL], { cwd: root })
    const socket = join(folder.path, 'php-fpm.socket')
    const fpmConfig = join(folder.path, 'php-fpm.conf')
    await writeFile(fpmConfig, poolConfig(socket, workerCount))
    const started = startEngineProcess(fpm, [...FPM_FLAGS, '-y', fpmConfig], folder.path)
    engine = started
    await until(
      async () => {
        if (started.hasEnded()) return false
        const connection = await FastCgiConnection.open(socket)
        connection.close()
        return true
      },
      () => `php-fpm does not answer:\n${started.log()}`,
    )
    if (started.hasEnded()) throw new Error(`php-fpm ended instead of starting:\n${started.log()}`)
    const { stdout: versions } = await run(php, ['-r', VERSIONS], { cwd: root })
    return { versions, root, socket, workers: childrenOf(started.pid), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function siteConfig(mariadb: Mariadb): Promise<string> {
  const { name, url } = await mariadb.createDatabase()
  const { username, password } = new URL(url)
  const constants = {
    DB_NAME: name,
    DB_USER: username,
    DB_PASSWORD: password,
    DB_HOST: `localhost:${mariadb.socket}`,
    DB_CHARSET: 'utf8mb4',
    WP_HOME: 'http://bench',
    WP_SITEURL: 'http://bench',
    ...Object.fromEntries(SALTS.map((salt) => [salt, randomBytes(32).toString('hex')])),
  }
  const lines = Object.entries(constants).map(([constant, value]) => `define('${constant}', '${value}');\n`)
  return `<?php
${lines.join('')}define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
$table_prefix = 'wp_';
require_once ABSPATH . 'wp-settings.php';
`
}

function poolConfig(socket: string, workerCount: number): string {
  const whom = isRoot ? ['user = root', 'group = root'] : []
  const pool = [`listen = ${socket}`, 'pm = static', `pm.max_children = ${workerCount}`, ...whom]
  return `[global]\nerror_log = /proc/self/fd/2\n[site]\n${pool.join('\n')}\n`
}

const childrenOf = (pid: number) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number)
