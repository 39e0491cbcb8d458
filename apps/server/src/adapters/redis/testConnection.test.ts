import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { REDIS_SERVER } from '@appointease/testkit/engines/programs.ts'
import { type RedisServer, startRedis } from '@appointease/testkit/engines/redis.ts'
import { redisServersAt } from '@appointease/testkit/redisUnderTest.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testRedisConnection } from './testConnection.ts'

let plain: RedisServer
let guarded: RedisServer
let encrypted: RedisServer
let folder: string
let old: Server

const test = (url: string) => testRedisConnection(redisServersAt(url))
const at = (port: number) => `127.0.0.1:${port}`

/** Answers as a Redis 5 does, as far as anybody asks it before they know its version. */
function startOldRedis(): Server {
  const info = '# Server\r\nredis_version:5.0.14\r\nrun_id:0123\r\nredis_mode:standalone\r\nrole:master\r\n'
  return createServer((socket) => {
    socket.on('data', (bytes) => {
      const commands = String(bytes).match(/\*\d+\r\n/g) ?? []
      const isInfo = String(bytes).toUpperCase().includes('INFO')
      const answer = isInfo ? `$${info.length}\r\n${info}\r\n` : '+OK\r\n'
      for (const _ of commands) socket.write(answer)
    })
  }).listen(0, '127.0.0.1')
}

describe.skipIf(REDIS_SERVER === undefined)('the test of a connection', () => {
  beforeAll(async () => {
    plain = await startRedis({ args: ['--maxmemory-policy', 'allkeys-lru'] })
    guarded = await startRedis({ password: 'right' })
    encrypted = await startRedis({ tls: true })
    folder = await mkdtemp(join(tmpdir(), 'appointease-redis-'))
    await writeFile(join(folder, 'ca.pem'), encrypted.authority ?? '')
    old = startOldRedis()
    await once(old, 'listening')
  })
  afterAll(async () => {
    old.close()
    await Promise.all([plain, guarded, encrypted].map((server) => server.stop()))
    await rm(folder, { recursive: true })
  })

  it('tells the version, how long an answer takes, and what should be changed', async () => {
    const outcome = await test(plain.url)
    expect(outcome).toMatchObject({ ok: true, version: expect.stringMatching(/^\d+\.\d+/) })
    expect(outcome.latencyMilliseconds).toBeGreaterThan(0)
    expect(outcome.message).toContain('noeviction is recommended')
    expect(await test(guarded.url)).toMatchObject({ ok: true, message: 'Redis can be used.' })
  })

  it('speaks TLS with whom it is told to trust, or with anybody where it is told so', async () => {
    expect((await test(`${encrypted.url}?tls_ca=${join(folder, 'ca.pem')}`)).ok).toBe(true)
    expect((await test(`${encrypted.url}?tls_verify=off`)).ok).toBe(true)
  })

  it('tells where others could read the password', async () => {
    const unverified = await test(`${encrypted.url}?tls_verify=off`)
    expect(unverified.message).toContain('tls_verify=off')
    // This machine, by an address that does not say so.
    const inClear = await test(`redis://:right@0.0.0.0:${guarded.port}`)
    expect(inClear).toMatchObject({ ok: true, message: expect.stringContaining('in clear') })
  })

  it.each<[string, () => string, string]>([
    ['nobody is there', () => `redis://${at(1)}`, 'Nobody listens'],
    ['no machine has the name', () => 'redis://nowhere.invalid', 'No machine of this name'],
    ['a password is missing', () => `redis://${at(guarded.port)}`, 'wants a password'],
    ['the password is wrong', () => `redis://:canary@${at(guarded.port)}`, 'password is wrong'],
    ['the user is unknown', () => `redis://canary:canary@${at(guarded.port)}`, 'user name or the password'],
    ['nobody vouches for the certificate', () => encrypted.url, 'not trusted'],
    ['the authority is not there', () => `${encrypted.url}?tls_ca=/none.pem`, 'cannot be read (ENOENT)'],
    ['TLS is wanted', () => encrypted.url.replace('rediss', 'redis'), 'Perhaps it wants TLS'],
    ['TLS is not spoken', () => plain.url.replace('redis', 'rediss'), 'does not speak TLS'],
    ['it is no cluster', () => `${plain.url},${at(1)}`, 'no node of a cluster'],
    ['it is no sentinel', () => `redis+sentinel://${at(plain.port)}/main`, 'No sentinel answers'],
    [
      'it is too old',
      () => `redis://${at((old.address() as AddressInfo).port)}`,
      'version 5.0.14, and 6 is needed',
    ],
  ])('says in plain words that %s', async (_what, url, words) => {
    const outcome = await test(url())
    expect(outcome).toMatchObject({ ok: false, message: expect.stringContaining(words) })
    expect(JSON.stringify(outcome)).not.toContain('canary')
  })

  it('says that a node of a cluster is one', async () => {
    const node = await startRedis({ args: ['--cluster-enabled', 'yes'] })
    const outcome = await test(node.url)
    await node.stop()
    expect(outcome).toMatchObject({ ok: false, message: expect.stringContaining('nodes must be listed') })
  })
})
