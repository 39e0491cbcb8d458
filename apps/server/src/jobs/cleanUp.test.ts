import { instantOf } from '@appointease/domain'
import { fixedClock } from '@appointease/testkit/fixedClock.ts'
import { manualTimers } from '@appointease/testkit/manualTimers.ts'
import { expect, test } from 'vitest'
import { createLogger } from '../logging.ts'
import { createCleanUp } from './cleanUp.ts'

const MINUTE = 60_000
const NOON = instantOf(Date.parse('2026-11-23T12:00:00Z'))

/** The clean-up with a storage that says when it was asked, and ends each run only when the test says so. */
function startCleanUp() {
  const clock = fixedClock(NOON)
  const timers = manualTimers()
  const runs: { readonly now: number; readonly end: (fault?: Error) => void }[] = []
  let log = ''
  const logger = createLogger({ level: 'info', pretty: false, output: { write: (line) => (log += line) } })
  const storage = {
    removeExpired: (now: number) =>
      new Promise<void>((resolve, reject) => {
        runs.push({ now, end: (fault) => (fault ? reject(fault) : resolve()) })
      }),
  }
  const job = createCleanUp({ storage, clock, timers, logger })
  return { job, runs, clock, timers, log: () => log }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('cleans at the start and a minute after each run has ended, never twice at a time', async () => {
  const { job, runs, timers, clock } = startCleanUp()
  job.start()
  job.start()
  timers.advance(10 * MINUTE)
  expect(runs.map(({ now }) => now)).toEqual([NOON])
  runs[0]?.end()
  await turn()
  clock.advance(60)
  timers.advance(MINUTE)
  expect(runs.map(({ now }) => now)).toEqual([NOON, NOON + MINUTE])
})

test('goes on after a run that failed, and logs it', async () => {
  const { job, runs, timers, log } = startCleanUp()
  job.start()
  runs[0]?.end(new Error('Disk full'))
  await turn()
  expect(log()).toContain('Disk full')
  timers.advance(MINUTE)
  expect(runs).toHaveLength(2)
})

test('stops when the run under way has ended and begins no other', async () => {
  const { job, runs, timers } = startCleanUp()
  job.start()
  let stopped = false
  const stop = job.stop().then(() => {
    stopped = true
  })
  await turn()
  expect(stopped).toBe(false)
  runs[0]?.end()
  await stop
  expect(timers.pending()).toEqual([])
})
