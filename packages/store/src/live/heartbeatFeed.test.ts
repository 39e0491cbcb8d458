import { afterEach, describe, expect, it } from 'vitest'
import { type FeedUnderTest, openFeed } from './feedUnderTest.ts'
import { slots, unavailable, unchanged } from './serverUnderTest.ts'

const day = { date: '2026-12-01', employeeIds: [1], serviceId: 1 }
const at = (time: string, employeeId = 1) => ({ employeeId, time })

let opened: FeedUnderTest

async function open() {
  opened = await openFeed()
  return opened
}

afterEach(() => opened.close())

describe('the heartbeat feed', () => {
  it('asks at once and then every second, telling which version it has', async () => {
    const { feed, listener, ticks, heard, pass } = await open()
    feed.subscribe(day, listener)
    expect(await pass()).toBe(0)
    const first = await ticks.next()
    expect(first.action).toBe('heartbeat')
    expect(first.poll('date')).toBe('2026-12-01')
    expect(first.poll('since')).toBe('')
    first.answer(200, slots('v1'))
    expect(await heard.next()).toBe('v1')
    expect(await pass()).toBe(1000)
    const second = await ticks.next()
    expect(second.poll('since')).toBe('v1')
    second.answer(200, unchanged)
    expect(await heard.next()).toBe('unchanged')
  })

  it('tells what the visitor points at', async () => {
    const { feed, listener, ticks, pass } = await open()
    feed.subscribe(day, listener)
    feed.setPointing(at('10:30'))
    await pass()
    const tick = await ticks.next()
    expect(tick.poll('selected_time')).toBe('10:30')
    tick.answer(200, slots('v1'))
  })

  it('tells that the visitor points at nothing until it was answered, and again after each pointing', async () => {
    const { feed, listener, ticks, pass } = await open()
    feed.subscribe(day, listener)
    const told = async (status = 200) => {
      await pass()
      const tick = await ticks.next()
      tick.answer(status, status === 200 ? slots('v1') : unavailable)
      return tick.poll('selected_time')
    }
    expect([await told(503), await told(), await told()]).toEqual(['', '', null])
    feed.setPointing(at('10:30'))
    expect(await told()).toBe('10:30')
    feed.setPointing(null)
    expect([await told(), await told()]).toEqual(['', null])
    feed.subscribe({ ...day, date: '2026-12-02' }, listener)
    expect([await told(), await told()]).toEqual(['', null])
  })

  it('tells soon of another pointing, and only of where the pointer has come to', async () => {
    const { feed, listener, ticks, pauses, pass } = await open()
    feed.subscribe(day, listener)
    await pass()
    const first = await ticks.next()
    first.answer(200, slots('v1'))
    expect((await pauses.next()).milliseconds).toBe(1000)
    for (const passed of ['10:30', '11:00', '11:30']) feed.setPointing(at(passed))
    expect(await pass()).toBe(200)
    expect(pauses.size()).toBe(0)
    const second = await ticks.next()
    expect(second.poll('selected_time')).toBe('11:30')
    feed.setPointing(at('12:00'))
    second.answer(200, unchanged)
    expect(await pass()).toBe(200)
    const third = await ticks.next()
    expect(third.poll('selected_time')).toBe('12:00')
    third.answer(200, unchanged)
    expect(await pass()).toBe(1000)
    await ticks.next()
  })

  it('does not hurry to a server that does not answer', async () => {
    const { feed, listener, ticks, pauses, pass } = await open()
    feed.subscribe(day, listener)
    await pass()
    const tick = await ticks.next()
    feed.setPointing(at('10:30'))
    tick.answer(503, unavailable)
    expect((await pauses.next()).milliseconds).toBe(1500)
    feed.setPointing(at('11:00'))
    expect(pauses.size()).toBe(0)
  })

  it('slows down in a hidden tab and catches up when it is seen again', async () => {
    const { feed, listener, ticks, pauses, pass, hide, show } = await open()
    hide()
    feed.subscribe(day, listener)
    await pass()
    const tick = await ticks.next()
    tick.answer(200, slots('v1'))
    expect((await pauses.next()).milliseconds).toBe(10_000)
    show()
    expect((await pauses.next()).milliseconds).toBe(0)
  })

  it('waits longer after each failure, at random shorter, and says that it reconnects', async () => {
    const { feed, listener, ticks, heard, statuses, pass } = await open()
    feed.subscribe(day, listener)
    const waited: number[] = []
    await pass()
    for (let failure = 0; failure < 6; failure++) {
      const tick = await ticks.next()
      tick.answer(503, unavailable)
      waited.push(await pass())
    }
    expect(waited).toEqual([1500, 3000, 6000, 12_000, 22_500, 22_500])
    const tick = await ticks.next()
    tick.answer(200, slots('v2'))
    expect(await heard.next()).toBe('v2')
    expect(statuses).toEqual(['reconnecting', 'polling'])
  })

  it.each([
    [503, 10, 15_000],
    [429, 60, 90_000],
    [503, 1, 1500],
  ])('asks again after a %i not before the server wants it: %i s', async (status, seconds, pause) => {
    const { feed, listener, ticks, pauses, pass } = await open()
    feed.subscribe(day, listener)
    await pass()
    const tick = await ticks.next()
    tick.answer(status, unavailable, { 'Retry-After': String(seconds) })
    expect((await pauses.next()).milliseconds).toBe(pause)
  })

  it('keeps silent about a day that was left while it was asked for', async () => {
    const { feed, listener, ticks, heard, pass } = await open()
    feed.subscribe(day, listener)
    await pass()
    const late = await ticks.next()
    feed.subscribe({ ...day, date: '2026-12-02' }, listener)
    late.answer(200, slots('of-the-first'))
    await pass()
    const tick = await ticks.next()
    tick.answer(200, slots('of-the-second'))
    expect(await heard.next()).toBe('of-the-second')
    expect(heard.size()).toBe(0)
  })

  it('takes its own time for an answer off the pause, all but a quarter', async () => {
    const { feed, listener, ticks, pass, letPass } = await open()
    feed.subscribe(day, listener)
    await pass()
    const first = await ticks.next()
    letPass(300)
    first.answer(200, slots('v1'))
    expect(await pass()).toBe(700)
    const slow = await ticks.next()
    letPass(5000)
    slow.answer(200, unchanged)
    expect(await pass()).toBe(250)
    await ticks.next()
  })
})

describe('the heartbeat feed of a team', () => {
  const team = { ...day, employeeIds: [1, 2, 3, 4] }

  /** Answers the next tick and says whose it was. */
  async function answerNext({ pass, ticks, heard }: FeedUnderTest, version = 'v1') {
    const pause = await pass()
    const tick = await ticks.next()
    tick.answer(200, slots(version))
    await heard.next()
    const [employee, pointing] = [tick.poll('employee_id'), tick.poll('selected_time')]
    return { pause, employee, pointing, since: tick.poll('since') }
  }

  it('asks about everybody within the second, and tells which version it has of each', async () => {
    const under = await open()
    under.feed.subscribe(team, under.listener)
    const first = []
    for (const version of ['v1', 'v2', 'v3', 'v4']) first.push(await answerNext(under, version))
    expect(first.map(({ employee }) => employee)).toEqual(['1', '2', '3', '4'])
    expect(first.map(({ pause }) => pause)).toEqual([0, 250, 250, 250])
    const second = []
    for (let ticks = 0; ticks < 4; ticks++) second.push(await answerNext(under))
    expect(second.map(({ employee, since }) => [employee, since])).toEqual([
      ['1', 'v1'],
      ['2', 'v2'],
      ['3', 'v3'],
      ['4', 'v4'],
    ])
  })

  it('tells of a pointing with the next tick, for the employee who would give the time and for nobody else', async () => {
    const under = await open()
    under.feed.subscribe(team, under.listener)
    await answerNext(under)
    under.feed.setPointing(at('10:30', 3))
    expect(await answerNext(under)).toMatchObject({ pause: 200, employee: '3', pointing: '10:30' })
    const next = await answerNext(under)
    expect([next.employee, next.pointing]).toEqual(['2', null])
    under.feed.setPointing(null)
    expect((await answerNext(under)).pointing).toBe('')
  })

  it('holds up nobody for a pointer that never rests', async () => {
    const under = await open()
    under.feed.subscribe(team, under.listener)
    const asked = []
    for (const minute of ['00', '05', '10', '15', '20', '25', '30', '35', '40']) {
      under.feed.setPointing(at(`10:${minute}`, 2))
      asked.push((await answerNext(under)).employee)
    }
    expect(new Set(asked)).toEqual(new Set(['1', '2', '3', '4']))
  })

  it('asks about nobody more often in a hidden tab than about one alone', async () => {
    const under = await open()
    under.hide()
    under.feed.subscribe(team, under.listener)
    await answerNext(under)
    expect((await answerNext(under)).pause).toBe(2500)
  })

  it('ignores a pointing at somebody it does not follow', async () => {
    const under = await open()
    under.feed.subscribe(team, under.listener)
    under.feed.setPointing(at('10:30', 9))
    expect((await answerNext(under)).pointing).toBe('')
    expect((await answerNext(under)).pause).toBe(250)
  })
})
