import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where Debian puts servers; the PATH of somebody who is not root does not name them. */
const FOLDERS_OF_SERVERS = ['/usr/sbin', '/usr/local/sbin']

/** The first of these that is in a folder of `first`, of the PATH or of the system's servers. */
export function findProgram(names: readonly string[], first: readonly string[] = []): string | undefined {
  const folders = [...first, ...(process.env.PATH ?? '').split(delimiter), ...FOLDERS_OF_SERVERS]
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path))
}

export const findMariadbd = () => process.env.APPOINTEASE_TEST_MARIADBD ?? findProgram(['mariadbd'])
export const findRedisServer = () =>
  process.env.APPOINTEASE_TEST_REDIS_SERVER ?? findProgram(['redis-server'])
export const findOpenssl = () => process.env.APPOINTEASE_TEST_OPENSSL ?? findProgram(['openssl'])
export const findRadicale = () => process.env.APPOINTEASE_TEST_RADICALE ?? findProgram(['radicale'])

/** Undefined where the machine has none; the tests that need it are then skipped. */
export const MARIADBD = findMariadbd()
export const REDIS_SERVER = findRedisServer()
export const OPENSSL = findOpenssl()
export const RADICALE = findRadicale()
