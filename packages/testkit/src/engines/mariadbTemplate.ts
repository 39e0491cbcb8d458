import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { findProgram } from './programs.ts'

const run = promisify(execFile)

const CACHE = join(import.meta.dirname, '../../../../.cache')

/** What the product signs in as: every right in every database, and none over the server. */
export const USER = { name: 'appointease', password: 'appointease' }
/** Whom the tests themselves sign in as. The server keeps one connection for it when all others are in use. */
export const ADMINISTRATOR = { name: 'administrator', password: 'administrator' }

const USERS = `
FLUSH PRIVILEGES;
CREATE USER ${USER.name} IDENTIFIED BY '${USER.password}';
GRANT ALL ON \`%\`.* TO ${USER.name};
CREATE USER ${ADMINISTRATOR.name}@localhost IDENTIFIED BY '${ADMINISTRATOR.password}';
GRANT ALL ON *.* TO ${ADMINISTRATOR.name}@localhost WITH GRANT OPTION;
`

/** The size of what every start copies. */
export const REDO_LOG = '--innodb-log-file-size=16M'

/** MariaDB refuses to run as root unless it is told to. */
export const AS_WHOM = process.getuid?.() === 0 ? ['-uroot'] : []

async function initialise(mariadbd: string, dataDir: string, usersFile: string): Promise<void> {
  const prefix = dirname(dirname(mariadbd))
  const beside = [join(prefix, 'bin'), join(prefix, 'scripts')]
  const program = findProgram(['mariadb-install-db', 'mysql_install_db'], beside)
  if (program === undefined) throw new Error('mariadb-install-db is not on this machine.')
  // A mariadbd that starts removes other servers' temporary tables from a folder that it has in common with them.
  const folders = [`--datadir=${dataDir}`, `--tmpdir=${dirname(dataDir)}`]
  // `-u` and not `--user`: given the latter as root, the script hands folders of the system's plug-ins to that user.
  const habits = ['--skip-test-db', '--force', REDO_LOG, ...AS_WHOM]
  await run(program, ['--no-defaults', ...folders, ...habits, `--extra-file=${usersFile}`])
}

/**
 * A data folder as it is right after the installation, to be copied, made once for each version. Of several
 * processes that make it at once each makes its own, and the first one's is kept.
 */
export async function mariadbTemplate(mariadbd: string, cache = CACHE): Promise<string> {
  const { stdout } = await run(mariadbd, ['--no-defaults', '--version'])
  const version = /Ver (\S+)/.exec(stdout)?.[1] ?? 'unknown'
  const recipe = createHash('sha256').update(USERS).update(REDO_LOG).digest('hex').slice(0, 8)
  const template = join(cache, `mariadb-${version}-${recipe}`)
  if (existsSync(template)) return template

  await mkdir(cache, { recursive: true })
  const workshop = await mkdtemp(`${template}.`)
  try {
    const usersFile = join(workshop, 'users.sql')
    const dataDir = join(workshop, 'data')
    await writeFile(usersFile, USERS)
    await initialise(mariadbd, dataDir, usersFile)
    await rename(dataDir, template).catch((error: unknown) => {
      // A folder that is not empty is never replaced by a rename.
      if (!existsSync(template)) throw error
    })
  } finally {
    await rm(workshop, { recursive: true, force: true })
  }
  return template
}
