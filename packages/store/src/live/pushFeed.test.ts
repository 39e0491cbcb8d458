import { type ManualTimers, manualTimers } from '@appointease/testkit/manualTimers.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPush } from './pushFeed.ts'
import { queue, type ServerUnderTest, slots, startServerUnderTest } from './serverUnderTest.ts'

const day = { date: '2026-12-01', employeeIds: [1], serviceId: 1 }

let server: ServerUnderTest
let timers: ManualTimers
let close: () => void

beforeEach(async () => {
  server = await startServerUnderTest()
  timers = manualTimers()
})
afterEach(async () => {
  close()
  await server.close()
})

/** A stream in whose surroundings chance always takes the middle. */
function follow({ employeeIds = [1] } = {}) {
  const heard = queue<[number, string]>()
  const lives = queue<boolean>()
  const words = queue<true>()
  const push = createPush({
    setTimer: (run, milliseconds) => timers.after(milliseconds, run),
    clearTimer: (cancel) => (cancel as (() => void) | undefined)?.(),
    now: timers.now,
    random: () => 0.5,
    openStream: (_, signal) => fetch(`${server.origin}/slots/stream`, { signal }),
  })
  close = push(
    { ...day, employeeIds },
    {
      onSlots: (employeeId, fields) => heard.put([employeeId, fields.appointease_version]),
      onWord: () => words.put(true),
      onLive: (isLive) => lives.put(isLive),
    },
  )
  return { heard, lives, words }
}

/** How long it waits before it connects again; passes that time. */
async function pauseOf({ lives }: ReturnType<typeof follow>) {
  expect(await lives.next()).toBe(false)
  const [pause = Number.NaN] = timers.pending()
  timers.advance(pause)
  return pause
}

describe('push', () => {
  it('tells of each change, and is live once it has told of every employee', async () => {
    const { heard, lives } = follow({ employeeIds: [1, 2] })
    const stream = await server.streams.next()
    stream.tell(1, slots('v1'))
    expect(await heard.next()).toEqual([1, 'v1'])
    expect(lives.size()).toBe(0)
    stream.tell(2, slots('v2'))
    expect(await lives.next()).toBe(true)
    stream.tell(1, slots('v3'))
    expect(await heard.next()).toEqual([2, 'v2'])
    expect(await heard.next()).toEqual([1, 'v3'])
    expect(lives.size()).toBe(0)
  })

  it('gives a comment as a sign of life', async () => {
    const { words } = follow()
    const stream = await server.streams.next()
    stream.write(': still here\n\n')
    expect(await words.next()).toBe(true)
  })

  it('comes back soon after it broke, or after the pause that the server named', async () => {
    const following = follow()
    const first = await server.streams.next()
    first.tell(1, slots('v1'))
    expect(await following.lives.next()).toBe(true)
    timers.advance(20_000)
    first.breakOff()
    expect(await pauseOf(following)).toBe(750)
    const second = await server.streams.next()
    second.write('retry: 4000\n\n')
    second.tell(1, slots('v1'))
    expect(await following.lives.next()).toBe(true)
    timers.advance(20_000)
    second.breakOff()
    expect(await pauseOf(following)).toBe(3000)
    await server.streams.next()
  })

  it('comes back later than told when the server stops in order, so that not all come at once', async () => {
    const following = follow()
    const stream = await server.streams.next()
    stream.tell(1, slots('v1'))
    expect(await following.lives.next()).toBe(true)
    stream.write('event: end\ndata: {"retry":3000}\n\n')
    expect(await pauseOf(following)).toBe(4500)
    await server.streams.next()
  })

  it('after a second failure tries at pauses that grow to ten minutes', async () => {
    const following = follow()
    const pauses = []
    for (let failure = 0; failure < 9; failure++) {
      const stream = await server.streams.next()
      stream.breakOff()
      pauses.push((await pauseOf(following)) / 750)
    }
    expect(pauses).toEqual([1, 15, 30, 60, 120, 240, 480, 600, 600])
  })

  it('takes a stream that soon breaks again for a failure, and a steady one for none', async () => {
    const following = follow()
    for (const [lived, pause] of [
      [0, 750],
      [1000, 11_250],
      [1000, 22_500],
      [10_000, 750],
    ] as const) {
      const stream = await server.streams.next()
      stream.tell(1, slots('v1'))
      expect(await following.lives.next()).toBe(true)
      timers.advance(lived)
      stream.breakOff()
      expect(await pauseOf(following)).toBe(pause)
    }
  })

  it('takes five seconds without a word for a failure', async () => {
    const following = follow()
    await server.streams.next()
    timers.advance(4999)
    expect(following.lives.size()).toBe(0)
    timers.advance(1)
    expect(await pauseOf(following)).toBe(750)
    const second = await server.streams.next()
    second.write(': slowly\n\n')
    await following.words.next()
    timers.advance(60_000)
    expect(following.lives.size()).toBe(0)
  })

  it.each([
    ['is not known', 404, {}, 450_000],
    ['takes no such request', 405, {}, 450_000],
    ['is not there', 501, {}, 450_000],
    ['is a page', 200, { 'Content-Type': 'text/html' }, 450_000],
    ['has no room', 503, {}, 11_250],
    ['has no room for a while', 503, { 'Retry-After': '60' }, 90_000],
    ['is too much for this visitor', 429, { 'Retry-After': '60' }, 90_000],
    ['cannot be reached behind the proxy', 502, {}, 750],
  ])('waits its time where the stream %s', async (_, status, headers, pause) => {
    const following = follow()
    const stream = await server.streams.next()
    stream.refuse(status, headers, 'no')
    expect(await pauseOf(following)).toBe(pause)
    await server.streams.next()
  })

  it('takes an event that cannot be read for a failure', async () => {
    const following = follow()
    const stream = await server.streams.next()
    stream.write('event: slots\ndata: {"employee_id":\n\n')
    expect(await pauseOf(following)).toBe(750)
    await stream.closed
  })

  it('hangs up when it is closed', async () => {
    const { heard } = follow()
    const stream = await server.streams.next()
    stream.tell(1, slots('v1'))
    await heard.next()
    close()
    await stream.closed
    expect(timers.pending()).toEqual([])
  })
})
