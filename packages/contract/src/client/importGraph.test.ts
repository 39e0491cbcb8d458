import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'

const PACKAGE = new URL('../', import.meta.url).href

/** Loads the module in a process of its own, which tells of everything that was resolved on the way. */
const LIST_LOADED = `
  import { registerHooks } from 'node:module'
  const loaded = new Set()
  registerHooks({
    resolve(name, context, next) {
      const { url } = next(name, context)
      loaded.add(url)
      return { url, shortCircuit: true }
    },
  })
  await import(process.argv[1])
  console.log(JSON.stringify([...loaded]))
`

const loaded = (entry: string): readonly string[] => {
  const output = execFileSync(
    process.execPath,
    ['--no-warnings', '--input-type=module', '-e', LIST_LOADED, new URL(entry, PACKAGE).href],
    { encoding: 'utf8' },
  )
  return (JSON.parse(output) as string[]).map((url) => url.replace(PACKAGE, '')).sort()
}

describe('what a page loads', () => {
  it('of the client is a handful of small modules, without schemas and without TypeBox', () => {
    expect(loaded('client.ts')).toEqual([
      'client.ts',
      'client/addresses.ts',
      'client/bracketNotation.ts',
      'client/restUrl.ts',
      'client/result.ts',
      'client/transport.ts',
      'heartbeat.ts',
    ])
  })

  it('of the events is the one module', () => {
    expect(loaded('events.ts')).toEqual(['events.ts'])
  })

  it('is told apart from what a server loads', () => {
    expect(loaded('index.ts').join()).toContain('/typebox/')
  })
})
