import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, join } from 'node:path'

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

function onPath(command: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.map((folder) => join(folder, command)).find((path) => existsSync(path))
}

function run(command: string, args: readonly string[], cwd?: string): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync(command, args, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
}

function aptGet(args: readonly string[], cwd?: string): boolean {
  return run('apt-get', ['update', '-qq']) && run('apt-get', args, cwd)
}

const chromium: TestTool = {
  name: 'chromium',
  variable: 'APPOINTEASE_TEST_CHROMIUM',
  neededFor: 'the browser tests',
  find: () => onPath('chromium') ?? onPath('chromium-browser') ?? onPath('google-chrome'),
  install() {
    if (process.getuid?.() !== 0) return
    aptGet([
      'install',
      '-y',
      '-qq',
      '--no-install-recommends',
      'chromium',
      'fonts-dejavu-core',
      'fonts-noto-core',
    ])
  },
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

export const TEST_TOOLS: readonly TestTool[] = [chromium, wordpressScripts]

export const isDebian = existsSync('/etc/debian_version') && onPath('apt-get') !== undefined
