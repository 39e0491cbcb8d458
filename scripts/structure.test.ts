import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

interface Cruised {
  readonly modules: readonly { source: string; dependencies: readonly { resolved: string }[] }[]
}

/** What the check of the structure sees `file` import. */
function importsOf(file: string): readonly string[] {
  const command = join(root, 'node_modules/.bin/depcruise')
  const options = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json']
  const cruised = execFileSync(process.execPath, [command, ...options, file], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 64 * 1024 * 1024,
  })
  const { modules } = JSON.parse(cruised) as Cruised
  return modules.find(({ source }) => source === file)?.dependencies.map(({ resolved }) => resolved) ?? []
}

test.each([
  ['an import', 'apps/server/src/main.ts', 'apps/server/src/server.ts'],
  ['an import of types alone', 'apps/server/src/systemClock.ts', 'apps/server/src/ports/clock.ts'],
  ['an import by a package’s name', 'packages/contract/src/errors.ts', 'packages/domain/src/index.ts'],
  ['an import from a component', 'apps/booking/src/main.tsx', 'apps/booking/src/Booking.tsx'],
])('the structure’s check sees %s', (_what, file, imported) => {
  expect(importsOf(file)).toContain(imported)
})
