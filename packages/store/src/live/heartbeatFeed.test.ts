/// <reference types="node" />
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient } from '@appointease/contract/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHeartbeatFeed } from './heartbeatFeed.ts'
import type { FeedListener, FeedStatus, SlotFeed } from './slotFeed.ts'

const day = { date: '2026-12-01', employeeId: 1, serviceId: 1 }

interface Tick {
  fields: URLSearchParams
  answer(status: number, body: unknown): void
}

const slots = (version: string) => ({
  appointease_active_selections: [],
  appointease_booked_slots: ['10:00'],
  appointease_locked_slots: [],
  appointease_locks: [],
  appointease_version: version,
  redis_status: 'disabled',
  storage_mode: 'sqlite',
  redis_ops: { get: 0, set: 0, publish: 0 },
  server_time: 1,
})
const unchanged = { appointease_version: 'v1', appointease_unchanged: true, server_time: 1 }

/** Things that arrive, each to be awaited in its turn. */
function queue<T>() {
  const waiting: ((item: T) => void)[] = []
  const arrived: T[] = []
  return {
    put(item: T) {
      const taker = waiting.shift()
      if (taker) taker(item)
      else arrived.push(item)
    },
    next: () =>
      new Promise<T>((resolve) => {
        const item = arrived.shift()
        if (item === undefined) waiting.push(resolve)
        else resolve(item)
      }),
    size: () => arrived.length,
  }
}

describe('the heartbeat feed', () => {
  const server = createServer()
  let ticks = queue<Tick>()
  let pauses = queue<{ milliseconds: number; run(): void }>()
  let heard = queue<string>()
  let statuses: FeedStatus[] = []
  let hidden = false
  let tellVisibility = () => {}
  let feed: SlotFeed

  const listener: FeedListener = {
    onSlots: (fields) => heard.put(fields ? fields.appointease_version : 'unchanged'),
    onStatus: (status) => void statuses.push(status),
  }

  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    let text = ''
    for await (const part of request) text += part
    ticks.put({
      fields: new URLSearchParams(text),
      answer(status, body) {
        // A connection that lived on would be cut between two tests, and the next tick would find it dead.
        response.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' })
        response.end(JSON.stringify(body))
      },
    })
  }

  /** Lets the next pause pass and returns how long it was. */
  const pass = async () => {
    const pause = await pauses.next()
    pause.run()
    return pause.milliseconds
  }

  beforeEach(async () => {
    server.on('request', receive)
    if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const origin = `http://127.0.0.1:${port}`
    const client = createClient({ baseUrl: `${origin}/wp-json/` })
    ticks = queue()
    pauses = queue()
    heard = queue()
    statuses = []
    hidden = false
    feed = createHeartbeatFeed({
      heartbeat: (data, options) =>
        client.heartbeat(data, { url: `${origin}/wp-admin/admin-ajax.php`, ...options }),
      clientId: 'a-client-of-its-own',
      setTimer(run, milliseconds) {
        const pause = { milliseconds, run: () => !pause.cleared && run(), cleared: false }
        pauses.put(pause)
        return pause
      },
      clearTimer(timer) {
        if (timer) (timer as { cleared: boolean }).cleared = true
      },
      isHidden: () => hidden,
      onVisibilityChange(tell) {
        tellVisibility = tell
        return () => {}
      },
      random: () => 0.5,
    })
  })

  afterEach(() => {
    feed.close()
    server.removeAllListeners('request')
    server.closeAllConnections()
  })

  it('asks at once and then every second, telling which version it has', async () => {
    feed.subscribe(day, listener)
    expect(await pass()).toBe(0)
    const first = await ticks.next()
    expect(first.fields.get('action')).toBe('heartbeat')
    expect(first.fields.get('data[appointease_poll][date]')).toBe('2026-12-01')
    expect(first.fields.get('data[appointease_poll][since]')).toBe('')
    first.answer(200, slots('v1'))
    expect(await heard.next()).toBe('v1')
    expect(await pass()).toBe(1000)
    const second = await ticks.next()
    expect(second.fields.get('data[appointease_poll][since]')).toBe('v1')
    second.answer(200, unchanged)
    expect(await heard.next()).toBe('unchanged')
  })

  it('tells what the visitor points at', async () => {
    feed.subscribe(day, listener)
    feed.setPointing('10:30')
    await pass()
    const tick = await ticks.next()
    expect(tick.fields.get('data[appointease_poll][selected_time]')).toBe('10:30')
    tick.answer(200, slots('v1'))
  })

  it('tells soon of another pointing, and only of where the pointer has come to', async () => {
    feed.subscribe(day, listener)
    await pass()
    const first = await ticks.next()
    first.answer(200, slots('v1'))
    expect((await pauses.next()).milliseconds).toBe(1000)
    for (const passed of ['10:30', '11:00', '11:30']) feed.setPointing(passed)
    expect(await pass()).toBe(200)
    expect(pauses.size()).toBe(0)
    const second = await ticks.next()
    expect(second.fields.get('data[appointease_poll][selected_time]')).toBe('11:30')
    feed.setPointing('12:00')
    second.answer(200, unchanged)
    expect(await pass()).toBe(200)
    const third = await ticks.next()
    expect(third.fields.get('data[appointease_poll][selected_time]')).toBe('12:00')
    third.answer(200, unchanged)
    expect(await pass()).toBe(1000)
    await ticks.next()
  })

  it('does not hurry to a server that does not answer', async () => {
    feed.subscribe(day, listener)
    await pass()
    const tick = await ticks.next()
    feed.setPointing('10:30')
    tick.answer(503, { code: 'STORAGE_UNAVAILABLE', message: '', data: { status: 503 } })
    expect((await pauses.next()).milliseconds).toBe(1500)
    feed.setPointing('11:00')
    expect(pauses.size()).toBe(0)
  })

  it('slows down in a hidden tab and catches up when it is seen again', async () => {
    hidden = true
    feed.subscribe(day, listener)
    await pass()
    const tick = await ticks.next()
    tick.answer(200, slots('v1'))
    expect((await pauses.next()).milliseconds).toBe(10_000)
    hidden = false
    tellVisibility()
    expect((await pauses.next()).milliseconds).toBe(0)
  })

  it('waits longer after each failure, at random shorter, and says that it reconnects', async () => {
    feed.subscribe(day, listener)
    const waited: number[] = []
    await pass()
    for (let failure = 0; failure < 6; failure++) {
      const tick = await ticks.next()
      tick.answer(503, { code: 'STORAGE_UNAVAILABLE', message: '', data: { status: 503 } })
      waited.push(await pass())
    }
    expect(waited).toEqual([1500, 3000, 6000, 12_000, 22_500, 22_500])
    const tick = await ticks.next()
    tick.answer(200, slots('v2'))
    expect(await heard.next()).toBe('v2')
    expect(statuses).toEqual(['reconnecting', 'polling'])
  })

  it('keeps silent about a day that was left while it was asked for', async () => {
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
})
