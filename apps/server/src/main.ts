import { CONFIG_EXIT_CODE, type ConfigProblem, formatProblem, isConfigProblem } from './config/config.ts'
import { makeDatabaseFolder } from './config/databaseFolder.ts'
import { loadConfig } from './config/loadConfig.ts'
import { obtainSecret } from './config/secret.ts'
import { DatabaseUnusable, SecretDiffers, StorageUnavailable } from './ports/storage.ts'
import { type RunningServer, startServer } from './server.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

function giveUp(problem: ConfigProblem): never {
  process.stderr.write(`${formatProblem(problem)}\n`)
  process.exit(CONFIG_EXIT_CODE)
}

const config = loadConfig(process.env, { cwd: process.cwd() })
if (isConfigProblem(config)) giveUp(config)
// Whatever is made here holds customers' data.
process.umask(0o077)
const noFolder = await makeDatabaseFolder(config.database)
if (noFolder) giveUp(noFolder)
const secret = await obtainSecret(config)
if (typeof secret !== 'string') giveUp(secret)

let server: RunningServer
try {
  server = await startServer({
    config,
    secret,
    logOutput: process.stdout,
    prettyLog: process.stdout.isTTY === true,
    announce: say,
  })
} catch (error) {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    giveUp({
      kind: 'config_problem',
      variable: 'PORT',
      reason: `something else listens on ${config.host}:${config.port} already`,
      example: 'PORT=8081',
    })
  }
  if (error instanceof DatabaseUnusable) {
    const { reason, example } = error
    giveUp({ kind: 'config_problem', variable: 'DATABASE_URL', reason: reason.replace(/\.$/, ''), example })
  }
  if (error instanceof SecretDiffers) {
    giveUp({
      kind: 'config_problem',
      variable: 'APPOINTEASE_SECRET',
      reason: 'another process on the same database runs with another secret; all need the same',
      example: 'APPOINTEASE_SECRET with the content of the file secret in the first one’s DATA_DIR',
    })
  }
  if (error instanceof StorageUnavailable) {
    process.stderr.write(`The database cannot be reached: ${error.message}\n`)
    process.exit(1)
  }
  throw error
}

let stopping = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return
    stopping = true
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`The stop failed: ${String(error)}\n`)
        process.exit(1)
      },
    )
  })
}

// Last: whoever reads it may send a signal at once.
say(
  `AppointEase is ready. Book at ${server.address.href} – your own appointments at ${server.address.href}manage`,
)
if (!config.smtp) say('No mail server is set (SMTP_URL): mails are kept, and one-time codes appear here.')
