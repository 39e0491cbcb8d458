import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import webpack from 'webpack'
import { bookingAppConfig } from '../apps/booking/webpack.config.ts'

const development = process.argv.includes('--dev')

/** All JavaScript of the booking page, compressed; of the languages only the largest, since a page loads one. */
const BUDGET_BYTES = 150_000

function sizes(folder: string): { name: string; bytes: number }[] {
  const names = readdirSync(folder).filter((name) => /\.(js|css)$/.test(name))
  return names.map((name) => ({ name, bytes: gzipSync(readFileSync(join(folder, name))).length }))
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1).padStart(6)} kB`

/** Whether the scripts stay within the budget, which is for production only. */
function report(folder: string): boolean {
  const files = sizes(folder)
  const scripts = files.filter(({ name }) => name.endsWith('.js'))
  const words = scripts.filter(({ name }) => name.startsWith('words-')).map(({ bytes }) => bytes)
  const app = scripts.filter(({ name }) => !name.startsWith('words-'))
  const total = app.reduce((sum, { bytes }) => sum + bytes, Math.max(0, ...words))
  for (const { name, bytes } of files) process.stdout.write(`${kilobytes(bytes)}  ${name}\n`)
  process.stdout.write(
    `${kilobytes(total)}  all scripts, compressed (at most ${kilobytes(BUDGET_BYTES).trim()})\n`,
  )
  return development || total <= BUDGET_BYTES
}

function take(fault: Error | null, stats: webpack.Stats | undefined): boolean {
  if (fault) process.stderr.write(`${fault.stack}\n`)
  if (stats?.hasErrors() || stats?.hasWarnings()) {
    process.stderr.write(`${stats.toString({ preset: 'errors-warnings', colors: false })}\n`)
  }
  const built = !fault && stats !== undefined && !stats.hasErrors()
  return built && report(join(import.meta.dirname, '../apps/booking/dist/assets'))
}

const compiler = webpack(bookingAppConfig(development ? 'development' : 'production'))

if (process.argv.includes('--watch')) compiler.watch({}, take)
else {
  compiler.run((fault, stats) => {
    const fits = take(fault, stats)
    compiler.close(() => {
      process.exitCode = fits ? 0 : 1
    })
  })
}
