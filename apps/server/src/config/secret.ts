import { randomBytes } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config, ConfigProblem } from './config.ts'

const FILE_NAME = 'secret'
const BYTES = 32
const OWNER_ONLY = 0o600
const OWNER_FOLDER = 0o700

/**
 * The configured secret, else the one kept in `dataDir`, made there on the first start. Atomic: of processes that
 * start at once, all return the same secret, and no crash leaves half of one. Never log what this returns.
 */
export async function obtainSecret(
  config: Pick<Config, 'secret' | 'dataDir'>,
): Promise<string | ConfigProblem> {
  const path = join(config.dataDir, FILE_NAME)
  try {
    const found = await findSecret(config)
    if (found !== undefined) return found
    await mkdir(config.dataDir, { recursive: true, mode: OWNER_FOLDER })
    return await makeSecret(path)
  } catch (error) {
    return unusable(path, error)
  }
}

/** The same without making one: undefined where there is none. Never log what this returns. */
export async function findSecret(
  config: Pick<Config, 'secret' | 'dataDir'>,
): Promise<string | ConfigProblem | undefined> {
  if (config.secret !== undefined) return config.secret
  const path = join(config.dataDir, FILE_NAME)
  try {
    return await readSecret(path)
  } catch (error) {
    return unusable(path, error)
  }
}

async function readSecret(path: string): Promise<string | ConfigProblem | undefined> {
  try {
    const secret = (await readFile(path, 'utf8')).trim()
    await chmod(path, OWNER_ONLY)
    return Buffer.byteLength(secret) >= BYTES ? secret : damaged(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Written aside and linked into place: a link is made whole or not at all, and never over a file that is there. */
async function makeSecret(path: string): Promise<string | ConfigProblem> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(draft, 'wx', OWNER_ONLY)
  try {
    await file.writeFile(`${randomBytes(BYTES).toString('base64url')}\n`)
    await file.sync()
    await linkUnlessThere(draft, path)
  } finally {
    await file.close()
    await unlink(draft)
  }
  return (await readSecret(path)) ?? damaged(path)
}

async function linkUnlessThere(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

function damaged(path: string): ConfigProblem {
  return {
    kind: 'config_problem',
    variable: 'DATA_DIR',
    reason: `the secret in ${path} is damaged; restore the file, or remove it, which ends every session`,
    example: `rm ${path}`,
  }
}

function unusable(path: string, error: unknown): ConfigProblem {
  return {
    kind: 'config_problem',
    variable: 'DATA_DIR',
    reason: `the secret cannot be kept in ${path} (${codeOf(error) ?? 'unknown error'})`,
    example: 'DATA_DIR=/var/lib/appointease, a folder that this user may write to',
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
