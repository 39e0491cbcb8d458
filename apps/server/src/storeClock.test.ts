import { type Instant, instantOf } from '@appointease/domain'
import { MONDAY } from '@appointease/testkit/builders.ts'
import { manualTimers } from '@appointease/testkit/manualTimers.ts'
import { beforeEach, expect, it } from 'vitest'
import { createStoreClock } from './storeClock.ts'

const HOUR = 3_600_000
let store: Instant
let asked: number
const timers = manualTimers()
const ask = async () => {
  asked += 1
  return store
}

beforeEach(() => {
  store = MONDAY
  asked = 0
})

async function askedAgain(): Promise<void> {
  const before = asked
  timers.advance(30_000)
  await expect.poll(() => asked).toBe(before + 1)
}

it('tells the time of the store, not of this machine', async () => {
  const clock = await createStoreClock(ask, timers)
  expect(clock.now() - MONDAY).toBeLessThan(1_000)
  expect(clock.now()).toBeGreaterThanOrEqual(MONDAY)
})

it('follows a store whose clock is set forward, and is not taken back by one that is set back', async () => {
  const clock = await createStoreClock(ask, timers)
  clock.start()
  store = instantOf(MONDAY + HOUR)
  await askedAgain()
  await expect.poll(() => clock.now()).toBeGreaterThanOrEqual(MONDAY + HOUR)
  store = MONDAY
  await askedAgain()
  expect(clock.now()).toBeGreaterThanOrEqual(MONDAY + HOUR)
  clock.stop()
})

it('goes on while the store does not answer', async () => {
  let silent = false
  const clock = await createStoreClock(async () => {
    asked += 1
    if (silent) throw new Error('away')
    return store
  }, timers)
  clock.start()
  silent = true
  await askedAgain()
  const before = clock.now()
  await expect.poll(() => clock.now()).toBeGreaterThan(before)
  clock.stop()
})

it('asks no more once it is stopped, also where it is stopped while it asks', async () => {
  const answers: (() => void)[] = []
  let isSlow = false
  const clock = await createStoreClock(async () => {
    if (isSlow) await new Promise<void>((resolve) => answers.push(resolve))
    return ask()
  }, timers)
  clock.start()
  isSlow = true
  timers.advance(30_000)
  clock.stop()
  for (const answer of answers) answer()
  await new Promise((resolve) => setImmediate(resolve))
  expect([asked, timers.pending()]).toEqual([2, []])
})

it('throws where the store cannot be asked at the start', async () => {
  await expect(createStoreClock(() => Promise.reject(new Error('away')), timers)).rejects.toThrow('away')
})
