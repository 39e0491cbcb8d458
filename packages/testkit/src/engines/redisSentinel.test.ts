import { Redis } from 'ioredis'
import { expect, onTestFinished, test } from 'vitest'
import { REDIS_SERVER } from './programs.ts'
import { startSentinel } from './redisSentinel.ts'
import { until } from './until.ts'

test.skipIf(REDIS_SERVER === undefined)(
  'a sentinel leads to the replica once the master is killed',
  async () => {
    const { name, sentinelPorts, ...house } = await startSentinel()
    onTestFinished(() => house.stop())
    const sentinels = sentinelPorts.map((port) => ({ host: '127.0.0.1', port }))
    const client = new Redis({ sentinels, name })
    client.on('error', () => undefined)
    onTestFinished(() => client.disconnect())
    const write = (value: string) =>
      until(
        () => client.set('a', value),
        () => 'Nobody takes it.',
      )

    await write('before')
    expect(await house.master.command('GET', 'a')).toBe('before')
    expect(await house.present()).toBe(house.master)

    expect(await house.failover()).toBe(house.replica)
    expect(await house.present()).toBe(house.replica)
    await write('after')
    expect(await house.replica.command('GET', 'a')).toBe('after')
  },
)
