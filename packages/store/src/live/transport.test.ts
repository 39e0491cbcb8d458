import { manualTimers } from '@appointease/testkit/manualTimers.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { slots, unavailable } from './serverUnderTest.ts'
import { openTransport, type TransportUnderTest } from './transportUnderTest.ts'

const day = { date: '2026-12-01', employeeIds: [1], serviceId: 1 }
const at = (time: string, employeeId = 1) => ({ employeeId, time })

let page: TransportUnderTest
let leave: () => void

beforeEach(async () => {
  page = await openTransport(manualTimers())
})
afterEach(() => page.close())

function follow(of = day) {
  leave = page.feed.subscribe(of, page.listener)
}

/** Once an answer has been taken in, the next act is due in so many milliseconds. */
const isPending = (milliseconds: number) => expect.poll(page.pending).toContain(milliseconds)

/** Follows the day by push, after one tick. */
async function followLive() {
  follow()
  const tick = await page.tickAtOnce()
  tick.answer(200, slots('v0'))
  expect(await page.heard.next()).toBe('1 v0')
  const stream = await page.streams.next()
  stream.tell(1, slots('v1'))
  expect(await page.heard.next()).toBe('1 v1')
  expect(await page.statuses.next()).toBe('live')
  return stream
}

describe('a page’s live feed', () => {
  it('asks at once, and no more once push has told of everybody', async () => {
    follow({ ...day, employeeIds: [1, 2] })
    const tick = await page.tickAtOnce()
    tick.answer(200, slots('v1'))
    expect(await page.heard.next()).toBe('1 v1')
    const stream = await page.streams.next()
    stream.tell(1, slots('v2'))
    expect(await page.heard.next()).toBe('1 v2')
    page.advance(500)
    await page.ticks.next()
    stream.tell(2, slots('v3'))
    expect(await page.heard.next()).toBe('2 v3')
    expect(await page.statuses.next()).toBe('live')
    page.advance(30_000)
    expect(page.ticks.size()).toBe(0)
    stream.tell(1, slots('v4'))
    expect(await page.heard.next()).toBe('1 v4')
  })

  it('goes on asking where nothing is pushed, and says so', async () => {
    follow()
    const tick = await page.tickAtOnce()
    const stream = await page.streams.next()
    stream.refuse(404)
    tick.answer(200, slots('v1'))
    expect(await page.heard.next()).toBe('1 v1')
    page.advance(1000)
    const second = await page.ticks.next()
    expect(second.poll('since')).toBe('v1')
    expect(page.feed.status).toBe('polling')
    expect(page.statuses.size()).toBe(0)
  })

  it('asks from the version that is shown, within a second of losing the stream, until that is back', async () => {
    const first = await followLive()
    first.tell(1, slots('v2'))
    expect(await page.heard.next()).toBe('1 v2')
    page.advance(20_000)
    first.breakOff()
    expect(await page.statuses.next()).toBe('reconnecting')
    page.advance(750)
    const tick = await page.tickAtOnce()
    expect(tick.poll('since')).toBe('v2')
    tick.answer(200, slots('v3'))
    expect(await page.heard.next()).toBe('1 v3')
    expect(await page.statuses.next()).toBe('polling')
    const second = await page.streams.next()
    second.tell(1, slots('v4'))
    expect(await page.statuses.next()).toBe('live')
    page.advance(30_000)
    expect(page.ticks.size()).toBe(0)
  })

  it('does not ask where the stream is back at once', async () => {
    const first = await followLive()
    first.write('retry: 100\n\n')
    first.tell(1, slots('v2'))
    await page.heard.next()
    page.advance(20_000)
    first.breakOff()
    expect(await page.statuses.next()).toBe('reconnecting')
    page.advance(75)
    const second = await page.streams.next()
    second.tell(1, slots('v2'))
    expect(await page.statuses.next()).toBe('live')
    page.advance(10_000)
    expect(page.ticks.size()).toBe(0)
  })

  it('takes a stream without signs of life for dead', async () => {
    const first = await followLive()
    page.advance(39_000)
    first.write(': still here\n\n')
    first.tell(1, slots('v2'))
    await page.heard.next()
    page.advance(39_999)
    expect(page.feed.status).toBe('live')
    page.advance(1)
    await first.closed
    expect(await page.statuses.next()).toBe('reconnecting')
    await page.streams.next()
    page.advance(1000)
    await page.tickAtOnce()
  })

  /** Follows two employees of whom the stream has told of one. */
  async function followHalf() {
    follow({ ...day, employeeIds: [1, 2] })
    const tick = await page.tickAtOnce()
    tick.answer(200, slots('v0'))
    expect(await page.heard.next()).toBe('1 v0')
    return tellHalf()
  }
  async function tellHalf() {
    const stream = await page.streams.next()
    stream.tell(1, slots('v1'))
    expect(await page.heard.next()).toBe('1 v1')
    return stream
  }

  it('takes it for dead, too, where it never told of everybody', async () => {
    const first = await followHalf()
    page.advance(39_999)
    expect(page.streams.size()).toBe(0)
    page.advance(1)
    await first.closed
    const second = await tellHalf()
    second.tell(2, slots('v1'))
    expect(await page.statuses.next()).toBe('live')
    const asked = page.ticks.size()
    page.advance(30_000)
    expect(page.ticks.size()).toBe(asked)
  })

  it('does not try again sooner a stream that broke before it had told of everybody', async () => {
    const first = await followHalf()
    first.breakOff()
    await isPending(750)
    page.advance(750)
    const second = await tellHalf()
    second.breakOff()
    await isPending(11_250)
    await page.ticks.next()
    page.advance(11_249)
    expect(page.streams.size()).toBe(0)
    await expect.poll(page.pending).not.toContain(40_000)
    page.advance(1)
    await page.streams.next()
  })

  it('says that the day is stale after 45 seconds without a word, until there is one', async () => {
    follow()
    const tick = await page.tickAtOnce()
    page.advance(45_000)
    expect(await page.statuses.next()).toBe('reconnecting')
    expect(await page.statuses.next()).toBe('stale')
    tick.answer(503, unavailable)
    await isPending(1500)
    page.advance(1500)
    expect(page.feed.status).toBe('stale')
    const next = await page.ticks.next()
    next.answer(200, slots('v1'))
    expect(await page.heard.next()).toBe('1 v1')
    expect(page.feed.status).toBe('polling')
  })

  it('is told nothing any more of a day that was left', async () => {
    const stream = await followLive()
    leave()
    await stream.closed
    follow({ ...day, date: '2026-12-02' })
    const next = await page.streams.next()
    expect(next.query.get('date')).toBe('2026-12-02')
  })

  it('says nothing else than live when another day is followed that push tells of at once', async () => {
    await followLive()
    follow({ ...day, date: '2026-12-02' })
    const tick = await page.tickAtOnce()
    tick.answer(200, slots('v7'))
    expect(await page.heard.next()).toBe('1 v7')
    const next = await page.streams.next()
    next.tell(1, slots('v8'))
    expect(await page.heard.next()).toBe('1 v8')
    page.advance(2000)
    expect(page.feed.status).toBe('live')
    expect(page.statuses.size()).toBe(0)
  })

  it('hears the server’s time both ways', async () => {
    follow()
    const tick = await page.tickAtOnce()
    tick.answer(200, { ...slots('v1'), server_time: 100 })
    await page.heard.next()
    const stream = await page.streams.next()
    stream.tell(1, { ...slots('v2'), server_time: 101 })
    await page.heard.next()
    expect(page.serverTimes).toEqual([100, 101])
  })
})

describe('pointing', () => {
  it('is told by itself while there is push, renewed, and ended when the day is left', async () => {
    await followLive()
    page.feed.setPointing(at('10:30'))
    page.advance(200)
    expect(await page.marks.next()).toBe('10:30')
    await isPending(7000)
    page.advance(7000)
    expect(await page.marks.next()).toBe('10:30')
    await isPending(7000)
    leave()
    page.advance(200)
    expect(await page.marks.next()).toBe(null)
  })

  it('goes over from one way to the other', async () => {
    follow()
    page.feed.setPointing(at('10:30'))
    const tick = await page.tickAtOnce()
    expect(tick.poll('selected_time')).toBe('10:30')
    tick.answer(200, slots('v0'))
    await page.heard.next()
    const stream = await page.streams.next()
    stream.tell(1, slots('v1'))
    expect(await page.statuses.next()).toBe('live')
    page.advance(200)
    expect(await page.marks.next()).toBe('10:30')
    page.feed.setPointing(at('11:00'))
    page.advance(20_000)
    stream.breakOff()
    expect(await page.statuses.next()).toBe('reconnecting')
    page.advance(750)
    const next = await page.tickAtOnce()
    expect(next.poll('selected_time')).toBe('11:00')
  })

  it('is nobody’s of an employee who is not followed', async () => {
    await followLive()
    page.feed.setPointing(at('10:30', 9))
    page.advance(10_000)
    expect(page.marks.size()).toBe(0)
  })
})

describe('a tab that is not seen', () => {
  it('keeps its stream for a minute, asks for nothing after that, and catches up when it is seen', async () => {
    const stream = await followLive()
    page.become('hidden')
    page.advance(30_000)
    stream.tell(1, slots('v2'))
    expect(await page.heard.next()).toBe('1 v2')
    page.advance(30_000)
    await stream.closed
    page.advance(600_000)
    expect([page.ticks.size(), page.streams.size(), page.statuses.size()]).toEqual([0, 0, 0])
    page.become('seen')
    const tick = await page.tickAtOnce()
    expect(tick.poll('since')).toBe('v2')
    const next = await page.streams.next()
    next.tell(1, slots('v3'))
    expect(await page.heard.next()).toBe('1 v3')
    expect(page.feed.status).toBe('live')
  })

  it('keeps its stream where it is seen again within the minute', async () => {
    const stream = await followLive()
    page.become('hidden')
    page.advance(30_000)
    stream.write(': still here\n\n')
    stream.tell(1, slots('v2'))
    await page.heard.next()
    page.become('seen')
    page.advance(35_000)
    stream.tell(1, slots('v3'))
    expect(await page.heard.next()).toBe('1 v3')
    expect(page.streams.size()).toBe(0)
  })

  it('hangs up at once and stops pointing when it is gone, and comes back with the page', async () => {
    const stream = await followLive()
    page.feed.setPointing(at('10:30'))
    page.become('gone')
    expect(await page.beacons.next()).toEqual({ date: day.date, employeeId: 1, time: null })
    await stream.closed
    page.advance(600_000)
    expect([page.ticks.size(), page.marks.size()]).toEqual([0, 0])
    page.become('seen')
    await page.tickAtOnce()
    await page.streams.next()
  })
})
