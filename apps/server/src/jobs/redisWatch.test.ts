import { type ManualTimers, manualTimers } from '@appointease/testkit/manualTimers.ts'
import { beforeEach, expect, it } from 'vitest'
import { createLogger } from '../logging.ts'
import { StorageUnavailable } from '../ports/storage.ts'
import { createRedisWatch } from './redisWatch.ts'

let timers: ManualTimers
let set: string | undefined
let used: (string | undefined)[]
let log: string

beforeEach(() => {
  timers = manualTimers()
  set = 'first'
  used = []
  log = ''
})

function start(use = async (sealed: string | undefined) => void used.push(sealed)) {
  const logger = createLogger({ level: 'info', pretty: false, output: { write: (line) => (log += line) } })
  const watch = createRedisWatch({ find: async () => set, use, inUse: set, timers, logger })
  watch.start()
  return async () => {
    timers.advance(1_000)
    await expect.poll(() => timers.pending()).toEqual([1_000])
  }
}

it('goes over to what is set, once, and to none when it is taken back', async () => {
  const second = start()
  await second()
  set = 'next'
  await second()
  await second()
  set = undefined
  await second()
  expect(used).toEqual(['next', undefined])
})

it('goes on looking where what is set cannot be used, without trying it again and again', async () => {
  const second = start(async (sealed) => {
    used.push(sealed)
    if (sealed === 'bad') throw new Error('not an address')
  })
  set = 'bad'
  await second()
  await second()
  set = 'good'
  await second()
  expect(used).toEqual(['bad', 'good'])
  expect(log).toContain('could not be gone over to')
})

it('tries again where the database was away in the middle', async () => {
  let isAway = true
  const second = start(async (sealed) => {
    used.push(sealed)
    if (isAway) throw new StorageUnavailable('away')
  })
  set = 'next'
  await second()
  await second()
  isAway = false
  await second()
  await second()
  expect(used).toEqual(['next', 'next', 'next'])
})
