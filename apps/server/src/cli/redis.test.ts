import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CommandLineEnd } from '@appointease/testkit/commandLine.ts'
import { REDIS_SERVER } from '@appointease/testkit/engines/programs.ts'
import { type RedisServer, startRedis } from '@appointease/testkit/engines/redis.ts'
import { startTestServer, TEST_SECRET, type TestServer } from '@appointease/testkit/testServer.ts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loadConfig } from '../config/loadConfig.ts'
import { systemClock } from '../systemClock.ts'
import { runCommandLine } from './runCommandLine.ts'

const OURS = { APPOINTEASE_SECRET: TEST_SECRET }
const ANOTHER = { APPOINTEASE_SECRET: 'one that somebody has in a shell of their own, say' }

let plain: RedisServer
let encrypted: RedisServer
let folder: string
let started: TestServer[]

async function redis(words: string, env: Record<string, string> = OURS): Promise<CommandLineEnd> {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runCommandLine(['redis', ...words.split(' ')], {
    cwd: folder,
    clock: systemClock,
    loadConfig: () => loadConfig({ DATA_DIR: folder, ...env }, { cwd: folder }),
    readInput: async () => '',
    say: (line) => out.push(line),
    complain: (line) => err.push(line),
  })
  return { code, out, err }
}

async function start(): Promise<TestServer> {
  const server = await startTestServer({ dataDir: folder })
  started.push(server)
  return server
}

const statusOf = (server: TestServer) => server.ephemeral.status()

describe.skipIf(REDIS_SERVER === undefined)('redis', () => {
  beforeAll(async () => {
    plain = await startRedis()
    encrypted = await startRedis({ tls: true })
  })
  afterAll(() => Promise.all([plain.stop(), encrypted.stop()]))
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'appointease-'))
    started = []
  })
  afterEach(async () => {
    await Promise.all(started.map((server) => server.stop()))
    await rm(folder, { recursive: true })
  })

  it('that was set with another secret is warned of, and the servers start without it', async () => {
    expect(await redis(`--set ${plain.url}`, ANOTHER)).toMatchObject({ code: 0 })
    const server = await start()
    expect(server.log.join('')).toMatch(/"warn".*sealed with another APPOINTEASE_SECRET/)
    expect(statusOf(server)).toEqual({ storageMode: 'sqlite', redisStatus: 'disabled' })
    expect(await redis('--status')).toMatchObject({
      code: 1,
      err: ['The Redis that is set was sealed with another APPOINTEASE_SECRET.'],
    })
    expect(await redis(`--set ${plain.url}`)).toMatchObject({ code: 0 })
  })

  it('whose authority is not on this machine is warned of, and the server starts without it', async () => {
    const authority = join(folder, 'ca.pem')
    await writeFile(authority, encrypted.authority ?? '')
    expect(await redis(`--set ${encrypted.url}?tls_ca=${authority}`)).toMatchObject({ code: 0 })
    await rm(authority)
    const server = await start()
    expect(server.log.join('')).toMatch(/"warn".*tls_ca= names cannot be read \(ENOENT\)/)
    expect(statusOf(server)).toMatchObject({ redisStatus: 'disabled' })
  })

  it('is not set with a secret that is not the one of the running servers', async () => {
    await start()
    const refused = await redis(`--set ${plain.url}`, ANOTHER)
    expect(refused).toMatchObject({ code: 1, out: [], err: [expect.stringContaining('another')] })
    expect((await redis('--status')).out).toContain('No Redis is set.')
    expect(await redis(`--set ${plain.url}`)).toMatchObject({ code: 0 })
  })

  it('is set with the secret that is there, and none is made for it', async () => {
    const none = await redis(`--set ${plain.url}`, {})
    expect(none).toMatchObject({
      code: 78,
      err: [expect.stringContaining('APPOINTEASE_SECRET cannot be used')],
    })
    expect(existsSync(join(folder, 'secret'))).toBe(false)
    expect(await redis('--clear', {})).toMatchObject({ code: 0 })
    expect(await redis('--status', {})).toMatchObject({ code: 0 })

    await writeFile(join(folder, 'secret'), 'a secret in the file of the servers, as they made it')
    expect(await redis(`--set ${plain.url}`, {})).toMatchObject({ code: 0 })
  })
})
