import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** The files that a page must link, relative to the site's root; the others are loaded by these. */
export interface BuiltFiles {
  readonly scripts: readonly string[]
  readonly styles: readonly string[]
  /** By language, what a page in it links before the scripts; English needs nothing. */
  readonly words: ReadonlyMap<string, string>
}

export interface BuiltFilesReader {
  /** Undefined until the app has been built. Read again only after the manifest has changed. */
  current(): Promise<BuiltFiles | undefined>
}

const SAFE_FILE = /^assets\/[\w.-]+$/

export function createBuiltFilesReader(directory: string): BuiltFilesReader {
  const path = join(directory, 'manifest.json')
  let known: { readonly stamp: string; readonly files: BuiltFiles | undefined } | undefined
  return {
    async current() {
      const stamp = await stampOf(path)
      if (known?.stamp !== stamp)
        known = { stamp, files: stamp === '' ? undefined : await readManifest(path) }
      return known.files
    },
  }
}

/** Empty where there is no manifest. */
async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path)
    return `${mtimeMs}-${size}-${ino}`
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw new Error('The manifest of the booking app cannot be looked at.', { cause })
  }
}

/** A manifest that is being written is one that is not there yet. */
async function readManifest(path: string): Promise<BuiltFiles | undefined> {
  const manifest = parseManifest(await readFile(path, 'utf8'))
  return manifest && manifest.scripts.length > 0 ? manifest : undefined
}

function parseManifest(text: string): BuiltFiles | undefined {
  try {
    const { scripts, styles, words } = JSON.parse(text) as Record<string, unknown>
    return { scripts: fileNames(scripts), styles: fileNames(styles), words: namedFiles(words) }
  } catch {
    return undefined
  }
}

function namedFiles(value: unknown): ReadonlyMap<string, string> {
  if (typeof value !== 'object' || value === null) return new Map()
  return new Map(Object.entries(value).filter(([, name]) => fileNames([name]).length > 0))
}

function fileNames(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return []
  return value.filter((name): name is string => typeof name === 'string' && SAFE_FILE.test(name))
}
