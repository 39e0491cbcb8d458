import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where Debian puts servers; the PATH of somebody who is not root does not name them. */
const FOLDERS_OF_SERVERS = ['/usr/sbin', '/usr/local/sbin']

/** The first of these that is in a folder of `first`, of the PATH or of the system's servers. */
export function findProgram(names: readonly string[], first: readonly string[] = []): string | undefined {
  const folders = [...first, ...(process.env.PATH ?? '').split(delimiter), ...FOLDERS_OF_SERVERS]
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path))
}

/** Undefined where the machine has no MariaDB; what needs it is then skipped. */
export const MARIADBD = process.env.APPOINTEASE_TEST_MARIADBD ?? findProgram(['mariadbd'])

/** Undefined where the machine has no Redis; what needs it is then skipped. */
export const REDIS_SERVER = process.env.APPOINTEASE_TEST_REDIS_SERVER ?? findProgram(['redis-server'])
