import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TimeZoneId } from '@appointease/domain'
import { type RunningServer, type Surroundings, startServer } from '@appointease/server'
import { type SendJson, sendJsonTo } from './sendJson.ts'
import { enginesOfThisRun } from './testEngines.ts'

export type { TestReply } from './sendJson.ts'

export interface TestServerOptions
  extends Partial<Pick<Surroundings, 'clock' | 'randomness' | 'timers' | 'withPorts'>> {
  /** `smtp://…` of a sink; without one, codes are announced. */
  readonly smtpUrl?: string
  /** Default 1000, so that limits are met only by tests of limits. */
  readonly rateLimitScale?: number
  /** Default: the sample business, in UTC. */
  readonly sampleData?: boolean
  readonly timeZone?: string
  /** What customers see; default `http://127.0.0.1/`. */
  readonly publicUrl?: string
  /** Default: nobody. */
  readonly owner?: Surroundings['config']['owner']
  /** Proxies whose forwarding headers are believed; default none. */
  readonly trustProxy?: readonly string[]
  /** To start again on what an earlier server left; such a folder is not removed. */
  readonly dataDir?: string
  /** Default: an SQLite file in `dataDir`. */
  readonly database?: Surroundings['config']['database']
  /** Default: none. */
  readonly redis?: Surroundings['config']['redis']
  /** Default: one that is free. */
  readonly port?: number
  /** Default: as the program has it. */
  readonly maxStreams?: number
}

export interface TestServer extends RunningServer {
  /** Without a slash at its end. */
  readonly url: string
  readonly dataDir: string
  readonly databasePath: string
  readonly log: readonly string[]
  readonly announced: readonly string[]
  readonly send: SendJson
  /** Proves the address with a code, as a person without a mail server would, and returns the session's token. */
  signIn(email: string): Promise<string>
}

/** How long a request waits says how busy the machine is with other tests, and nothing about this server. */
const NEVER_BUSY = { waitingMilliseconds: Number.POSITIVE_INFINITY, underWay: Number.POSITIVE_INFINITY }

export const TEST_SECRET = 'a secret of a test server, long enough'

/** The whole server on a port of its own, with a database of its own that goes when it stops. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const engines = await enginesOfThisRun(options.dataDir)
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'appointease-')))
  const databasePath = join(dataDir, 'appointease.db')
  const log: string[] = []
  const announced: string[] = []
  const smtp = options.smtpUrl === undefined ? undefined : new URL(options.smtpUrl)
  const server = await startServer({
    config: {
      host: '127.0.0.1',
      port: options.port ?? 0,
      publicUrl: new URL(options.publicUrl ?? 'http://127.0.0.1/'),
      dataDir,
      database: options.database ?? engines.database ?? { kind: 'sqlite', path: databasePath },
      redis: options.redis ?? engines.redis,
      tablePrefix: 'wp_',
      smtp: smtp && { host: smtp.hostname, port: Number(smtp.port), tls: 'off' },
      mailFrom: 'studio@appointease.example',
      secret: undefined,
      owner: options.owner,
      timeZone: (options.timeZone ?? 'UTC') as TimeZoneId,
      sampleData: options.sampleData ?? true,
      trustProxy: options.trustProxy ?? false,
      rateLimitScale: options.rateLimitScale ?? 1000,
      maxStreams: options.maxStreams,
      logLevel: 'info',
    },
    secret: TEST_SECRET,
    ...(options.clock && { clock: options.clock }),
    ...(options.randomness && { randomness: options.randomness }),
    ...(options.timers && { timers: options.timers }),
    ...(options.withPorts && { withPorts: options.withPorts }),
    pressureLimits: { look: NEVER_BUSY, read: NEVER_BUSY, change: NEVER_BUSY },
    logOutput: { write: (line) => log.push(line) },
    prettyLog: false,
    announce: (line) => announced.push(line),
  })
  const url = server.address.origin

  const send = sendJsonTo(url)

  return {
    ...server,
    url,
    dataDir,
    databasePath,
    log,
    announced,
    send,
    async signIn(email) {
      const before = announced.length
      await send('POST', '/generate-otp', { email })
      await server.sendDueMails()
      const code = announced
        .slice(before)
        .at(-1)
        ?.match(/\b\d{6}\b/)?.[0]
      const verified = await send('POST', '/verify-otp', { email, otp: code })
      if (verified.status !== 200)
        throw new Error(`Signing in was answered ${verified.status} ${verified.body?.code}`)
      return verified.body.token
    },
    async stop() {
      await server.stop()
      await engines.drop()
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
}
