import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RedisOptions as ConnectionOptions, Redis } from 'ioredis'
import { describe, expect, onTestFinished, test } from 'vitest'
import { OPENSSL, REDIS_SERVER } from './programs.ts'
import { type RedisOptions, type RedisServer, startRedis } from './redis.ts'

async function start(options?: RedisOptions): Promise<RedisServer> {
  const redis = await startRedis(options)
  onTestFinished(() => redis.stop())
  return redis
}

/** By the address alone; tries once, and rejects with the reason. */
async function connect(url: string, options: Pick<ConnectionOptions, 'tls'> = {}): Promise<Redis> {
  const client = new Redis(url, { ...options, lazyConnect: true, retryStrategy: null })
  let reason: unknown
  client.on('error', (error) => {
    reason = error
  })
  onTestFinished(() => client.disconnect())
  await client.connect().catch((error: unknown) => {
    throw reason ?? error
  })
  return client
}

describe.skipIf(REDIS_SERVER === undefined)('a private Redis', () => {
  test('answers at its address and to commands', async () => {
    const redis = await start()
    const client = await connect(redis.url)
    await client.set('a', '1')
    expect(await redis.command('GET', 'a')).toBe('1')
    expect(await redis.command('TTL', 'a')).toBe(-1)
    await expect(redis.command('NONSENSE')).rejects.toThrow('unknown command')
  })

  test('lets nobody in without the password where it has one', async () => {
    const redis = await start({ password: 'p@ss:word/' })
    expect(await (await connect(redis.url)).ping()).toBe('PONG')
    expect(await redis.command('PING')).toBe('PONG')
    await expect(connect(`redis://127.0.0.1:${redis.port}`)).rejects.toThrow('NOAUTH')
  })

  test.skipIf(OPENSSL === undefined)(
    'speaks TLS only, with a certificate that one has to be told to trust',
    async () => {
      const redis = await start({ tls: true })
      expect(redis.url).toMatch(/^rediss:/)
      expect(await (await connect(redis.url, { tls: { ca: redis.authority } })).ping()).toBe('PONG')
      expect(await redis.command('PING')).toBe('PONG')
      await expect(connect(redis.url)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
      await expect(connect(redis.url.replace('rediss:', 'redis:'))).rejects.toThrow()
    },
  )

  test('takes flags of its own', async () => {
    const redis = await start({ args: ['--maxmemory', '2mb'] })
    const fill = async () => {
      for (let count = 0; count < 30; count += 1)
        await redis.command('SET', `key ${count}`, 'x'.repeat(100_000))
    }
    await expect(fill()).rejects.toThrow('OOM')
  })

  test('knows nothing any more after a restart', async () => {
    const redis = await start()
    const { port, pid } = redis
    await redis.command('SET', 'a', '1')
    await redis.restart()
    expect(redis.port).toBe(port)
    expect(redis.pid).not.toBe(pid)
    expect(await redis.command('GET', 'a')).toBe(null)
  })

  test.each([true, false])(
    'knows what it answered after a restart where it keeps it, clean: %s',
    async (clean) => {
      const redis = await start({ appendonly: true })
      await redis.command('SET', 'a', '1')
      await redis.restart({ clean })
      expect(await redis.command('GET', 'a')).toBe('1')
      await redis.restart({ clean, empty: true })
      expect(await redis.command('GET', 'a')).toBe(null)
    },
  )

  test('refuses everybody once it is killed, until it is started again', async () => {
    const redis = await start({ appendonly: true })
    await redis.command('SET', 'a', '1')
    await redis.kill()
    await expect(redis.command('PING')).rejects.toThrow('ECONNREFUSED')
    await redis.restart()
    expect(await redis.command('GET', 'a')).toBe('1')
  })

  test('answers nothing while it is paused, and everything afterwards', async () => {
    const redis = await start()
    const [patient, impatient] = [await connect(redis.url), await connect(redis.url)]
    impatient.options.commandTimeout = 100
    redis.pause()
    const answer = patient.set('a', '1')
    await expect(impatient.ping()).rejects.toThrow('Command timed out')
    expect(await Promise.race([answer, 'nothing'])).toBe('nothing')
    redis.resume()
    expect(await answer).toBe('OK')
  })

  test('leaves a folder that was given to it, for the next', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'appointease-redis-kept-'))
    onTestFinished(() => rm(dir, { recursive: true }))
    const first = await startRedis({ dir, appendonly: true })
    await first.command('SET', 'a', '1')
    await first.stop()
    expect(await readdir(dir)).not.toEqual([])
    const second = await start({ dir, appendonly: true })
    expect(await second.command('GET', 'a')).toBe('1')
  })

  test('starts on a wanted port, or says that it is in use', async () => {
    const redis = await start()
    await expect(startRedis({ port: redis.port })).rejects.toThrow(`Port ${redis.port} is in use`)
    await redis.stop()
    expect((await start({ port: redis.port })).port).toBe(redis.port)
  })

  test('says what it logged where a flag is unknown', async () => {
    await expect(startRedis({ args: ['--no-such-flag', '1'] })).rejects.toThrow('no-such-flag')
  })
})
