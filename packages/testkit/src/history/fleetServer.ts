import { startServer } from '@appointease/server'
import { KEEPER_TIMES } from '@appointease/server/adapters/dual/keeper.ts'
import { formatProblem, isConfigProblem } from '@appointease/server/config/config.ts'
import { loadConfig } from '@appointease/server/config/loadConfig.ts'

/**
 * A process of a fleet: the program as an operator starts it, but that locks go back to Redis after a second, so that a
 * history of seconds sees them come and go.
 */
const keeperTimes = { ...KEEPER_TIMES, rest: 1_000 }

const config = loadConfig(process.env, { cwd: process.cwd() })
if (isConfigProblem(config)) throw new Error(formatProblem(config))
const server = await startServer({
  config,
  secret: config.secret ?? '',
  keeperTimes,
  logOutput: process.stdout,
  prettyLog: false,
  announce: (line) => process.stdout.write(`${line}\n`),
})
const parent = process.ppid
// Whoever started it may be ended without a word.
setInterval(() => process.ppid !== parent && process.exit(1), 1_000).unref()
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)))
process.stdout.write(`AppointEase is ready. Book at ${server.address.href} in a fleet.\n`)
