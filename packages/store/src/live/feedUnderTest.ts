/// <reference types="node" />
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient } from '@appointease/contract/client'
import { createHeartbeatFeed } from './heartbeatFeed.ts'
import type { FeedListener, FeedStatus, SlotFeed } from './slotFeed.ts'

interface Tick {
  poll(field: string): string | null
  action: string | null
  answer(status: number, body: unknown): void
}

interface Pause {
  milliseconds: number
  cleared: boolean
  run(): void
}

export const slots = (version: string) => ({
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
export const unchanged = { appointease_version: 'v1', appointease_unchanged: true, server_time: 1 }
export const unavailable = { code: 'STORAGE_UNAVAILABLE', message: '', data: { status: 503 } }

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

export interface FeedUnderTest {
  feed: SlotFeed
  listener: FeedListener
  /** What the server was asked and has to be answered. */
  ticks: ReturnType<typeof queue<Tick>>
  pauses: ReturnType<typeof queue<Pause>>
  heard: ReturnType<typeof queue<string>>
  statuses: FeedStatus[]
  /** Lets the next pause that was not taken back pass, and returns how long it was. */
  pass(): Promise<number>
  /** Milliseconds that go by outside of pauses. */
  letPass(milliseconds: number): void
  hide(): void
  show(): void
  close(): Promise<void>
}

/** A feed with a real server behind it that answers as the test says; its pauses pass when the test lets them. */
export async function openFeed(): Promise<FeedUnderTest> {
  const ticks = queue<Tick>()
  const pauses = queue<Pause>()
  const heard = queue<string>()
  const statuses: FeedStatus[] = []
  let hidden = false
  let clock = 0
  let tellVisibility = () => {}

  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    let text = ''
    for await (const part of request) text += part
    const fields = new URLSearchParams(text)
    ticks.put({
      action: fields.get('action'),
      poll: (field) => fields.get(`data[appointease_poll][${field}]`),
      answer(status, body) {
        // A connection that lived on would be cut between two tests, and the next tick would find it dead.
        response.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' })
        response.end(JSON.stringify(body))
      },
    })
  }
  const server = createServer(receive)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  const client = createClient({ baseUrl: `${origin}/wp-json/` })

  const feed = createHeartbeatFeed({
    heartbeat: (data, options) =>
      client.heartbeat(data, { url: `${origin}/wp-admin/admin-ajax.php`, ...options }),
    clientId: 'a-client-of-its-own',
    setTimer(run, milliseconds) {
      const pause: Pause = { milliseconds, run: () => !pause.cleared && run(), cleared: false }
      pauses.put(pause)
      return pause
    },
    clearTimer(timer) {
      if (timer) (timer as Pause).cleared = true
    },
    now: () => clock,
    isHidden: () => hidden,
    onVisibilityChange(tell) {
      tellVisibility = tell
      return () => {}
    },
    random: () => 0.5,
  })
  const turnVisibility = (isHidden: boolean) => {
    hidden = isHidden
    tellVisibility()
  }
  return {
    feed,
    ticks,
    pauses,
    heard,
    statuses,
    listener: {
      onSlots: (_, fields) => heard.put(fields ? fields.appointease_version : 'unchanged'),
      onStatus: (status) => void statuses.push(status),
    },
    async pass() {
      let pause = await pauses.next()
      while (pause.cleared) pause = await pauses.next()
      pause.run()
      return pause.milliseconds
    },
    letPass(milliseconds) {
      clock += milliseconds
    },
    hide: () => turnVisibility(true),
    show: () => turnVisibility(false),
    async close() {
      feed.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
