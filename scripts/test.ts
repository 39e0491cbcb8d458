import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBookingApp } from './bookingApp.ts'
import { isDebian, TEST_TOOLS } from './testTools.ts'

const root = join(import.meta.dirname, '..')
const RESULTS = join(root, '.cache/test-results.json')
const env: NodeJS.ProcessEnv = { ...process.env }
const missing: string[] = []

for (const tool of TEST_TOOLS) {
  if (isDebian && tool.find() === undefined) tool.install()
  const path = tool.find()
  if (path === undefined) missing.push(`${tool.name} is not on this machine: ${tool.neededFor} are skipped.`)
  else env[tool.variable] = path
}
ensureBookingApp()

const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}`]
const tested = spawnSync(process.execPath, [vitest, 'run', ...reporters, ...process.argv.slice(2)], {
  cwd: root,
  env,
  stdio: 'inherit',
})

for (const line of missing) process.stdout.write(`${line}\n`)
const counts = JSON.parse(readFileSync(RESULTS, 'utf8')) as Record<string, number>
const skipped = (counts.numPendingTests ?? 0) + (counts.numTodoTests ?? 0)
process.stdout.write(`${counts.numPassedTests} passed, ${counts.numFailedTests} failed, ${skipped} skipped\n`)

const skippingIsFailing = process.env.CI === 'true' && (missing.length > 0 || skipped > 0)
process.exit(tested.status === 0 && !skippingIsFailing ? 0 : 1)
