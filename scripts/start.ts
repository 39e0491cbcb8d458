import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureBookingApp } from './bookingApp.ts'

const root = join(import.meta.dirname, '..')
const main = join(root, 'apps/server/src/main.ts')

ensureBookingApp()
if (process.argv.includes('--dev')) {
  const build = [join(root, 'scripts/build.ts'), '--dev', '--watch']
  const watch = spawn(process.execPath, build, { cwd: root, stdio: 'inherit' })
  const server = spawn(process.execPath, ['--watch', main], { cwd: root, stdio: 'inherit' })
  server.on('exit', () => watch.kill())
} else {
  await import(main)
}
