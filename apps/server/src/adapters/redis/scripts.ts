import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from './link.ts'

/** A Lua script as Redis knows it. */
export interface Script {
  readonly source: string
  /** SHA-1 of the source, by which it is asked for. */
  readonly sha: string
}

const FOLDER = join(import.meta.dirname, 'scripts')
const INCLUDE = /^--- @include ([a-z_]+)\n/gm

/** The text with every fragment that it includes, itself or through another, in its place once. */
function withFragments(text: string, included: Set<string>): string {
  return text.replace(INCLUDE, (_line, name: string) => {
    if (included.has(name)) return ''
    included.add(name)
    const fragment = readFileSync(join(FOLDER, 'fragments', `${name}.lua`), 'utf8')
    return withFragments(fragment, included)
  })
}

function load(name: string): Script {
  const text = readFileSync(join(FOLDER, `${name}.lua`), 'utf8')
  const source = withFragments(text, new Set())
  return { source, sha: createHash('sha1').update(source).digest('hex') }
}

/** Everything in one step, for one server. */
export const singleScripts = {
  claim: load('single/claim'),
  settle: load('single/settle'),
  abandon: load('single/abandon'),
  release: load('single/release'),
  extend: load('single/extend'),
  guard: load('single/guard'),
  endGuard: load('single/end_guard'),
  putSelection: load('pointing/put'),
  clearSelection: load('pointing/clear'),
}

/** Steps within one hash tag, for a cluster. */
export const clusterScripts = {
  claimDay: load('cluster/claim_day'),
  swapClaim: load('cluster/swap_claim'),
  takeName: load('cluster/take_name'),
  setName: load('cluster/set_name'),
  dropName: load('cluster/drop_name'),
  refer: load('cluster/refer'),
  countLock: load('cluster/count_lock'),
  movePointer: load('pointing/move_pointer'),
  point: load('pointing/point'),
  leave: load('pointing/leave'),
}

export const countEventScript = load('pointing/count_event')

export const scriptsFor = (isCluster: boolean): readonly Script[] => [
  ...Object.values(isCluster ? clusterScripts : singleScripts),
  countEventScript,
]

export const evaluate = (
  { sha }: Script,
  keys: readonly string[],
  args: readonly (string | number)[],
): Command => ['EVALSHA', sha, keys.length, ...keys, ...args]
