import { describe, expect, test } from 'vitest'
import type { RedisServers } from './config.ts'
import { parseRedisUrl } from './redisUrl.ts'

const context = { cwd: '/srv/app' }
const at = (host: string, port: number) => ({ host, port })

describe('an address of Redis', () => {
  test.each<[string, RedisServers]>([
    ['redis://cache', { layout: { kind: 'standalone', address: at('cache', 6379) }, db: 0 }],
    ['redis://cache:6380/3', { layout: { kind: 'standalone', address: at('cache', 6380) }, db: 3 }],
    ['redis://[::1]:6380/?db=2', { layout: { kind: 'standalone', address: at('::1', 6380) }, db: 2 }],
    [
      'redis://:p%40ss@cache',
      { layout: { kind: 'standalone', address: at('cache', 6379) }, db: 0, password: 'p@ss' },
    ],
    [
      'rediss://us%3Aer:p%2Fw@cache?tls_ca=ca.pem',
      {
        layout: { kind: 'standalone', address: at('cache', 6379) },
        db: 0,
        user: 'us:er',
        password: 'p/w',
        tls: { caPath: '/srv/app/ca.pem', verify: true },
      },
    ],
    [
      'rediss://cache?tls_verify=off',
      { layout: { kind: 'standalone', address: at('cache', 6379) }, db: 0, tls: { verify: false } },
    ],
    ['one:7000,two', { layout: { kind: 'cluster', seeds: [at('one', 7000), at('two', 6379)] }, db: 0 }],
    [
      'redis://u:p@one:7000,redis://u:p@two:7001,redis://three:7002,four',
      {
        layout: {
          kind: 'cluster',
          seeds: [at('one', 7000), at('two', 7001), at('three', 7002), at('four', 6379)],
        },
        db: 0,
        user: 'u',
        password: 'p',
      },
    ],
    [
      'rediss+cluster://one:7000',
      { layout: { kind: 'cluster', seeds: [at('one', 7000)] }, db: 0, tls: { verify: true } },
    ],
    [
      'redis+sentinel://u:p@one,two:26380/shop?db=1&sentinel_user=s&sentinel_password=%26',
      {
        layout: { kind: 'sentinel', sentinels: [at('one', 26_379), at('two', 26_380)], master: 'shop' },
        db: 1,
        user: 'u',
        password: 'p',
        sentinelUser: 's',
        sentinelPassword: '&',
      },
    ],
  ])('%s is understood', (text, value) => {
    expect(parseRedisUrl(text, context)).toEqual({ ok: true, value })
  })

  test.each([
    'cache:6379',
    'http://canary',
    'redis://',
    'redis://canary:0',
    'redis://canary:65536',
    'redis://canary:6379x',
    'redis://canary@cache',
    'redis://u:%canary@cache',
    'redis://:canary@cache/x',
    'redis://:canary@cache/1?db=1',
    'redis://:canary@cache/10000',
    'redis://:canary@cache?tls_ca=a.pem',
    'redis://:canary@cache?tls_verify=off',
    'rediss://:canary@cache?tls_verify=no',
    'rediss://:canary@cache?tls_ca=',
    'redis://:canary@cache?canary=1',
    'redis://:canary@one,,two',
    'redis://:canary@one,two/1',
    'redis://:canary@one,rediss://:canary@two',
    'redis://:canary@one,redis://:other@two',
    'redis+sentinel://:canary@one,two',
    'redis+sentinel://:canary@one,two/a/b',
    'redis+other://:canary@one',
  ])('%s is refused with a reason that repeats none of it', (text) => {
    const parsed = parseRedisUrl(text, context)
    expect(parsed.ok).toBe(false)
    expect(JSON.stringify(parsed)).not.toContain('canary')
  })
})
