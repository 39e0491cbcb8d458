import { spawnSync } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const BUILT = join(root, 'apps/booking/dist/manifest.json')
const SOURCES = [
  'apps/booking/{src/**/*,*.ts,package.json}',
  'packages/{contract,store,ui}/src/**/*',
  'package-lock.json',
]

function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function isBuilt(): boolean {
  const built = changedAt(BUILT)
  if (built === 0) return false
  return SOURCES.every((pattern) =>
    globSync(pattern, { cwd: root }).every((file) => changedAt(join(root, file)) <= built),
  )
}

/** Builds the booking app where it was never built or its sources have changed since. Ends the process where that fails. */
export function ensureBookingApp(): void {
  if (isBuilt()) return
  process.stdout.write('Building the booking page …\n')
  const built = spawnSync(process.execPath, [join(root, 'scripts/build.ts')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (built.status !== 0) process.exit(built.status ?? 1)
}
