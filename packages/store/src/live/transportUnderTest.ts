import { createClient } from '@appointease/contract/client'
import { createHeartbeatFeed } from './heartbeatFeed.ts'
import type { Place } from './pointer.ts'
import { createPush } from './pushFeed.ts'
import { queue, startServerUnderTest } from './serverUnderTest.ts'
import { createTransport, type Presence } from './transport.ts'

/** Time that passes when a test says so. */
interface Clock {
  after(milliseconds: number, run: () => void): () => void
  advance(milliseconds: number): void
  pending(): readonly number[]
  now(): number
}

export type TransportUnderTest = Awaited<ReturnType<typeof openTransport>>

/** A page's live feed with a real server behind it; chance always takes the middle. */
export async function openTransport(clock: Clock) {
  const server = await startServerUnderTest()
  const client = createClient({ baseUrl: `${server.origin}/wp-json/` })
  const heard = queue<string>()
  const statuses = queue<string>()
  const beacons = queue<Place>()
  const serverTimes: number[] = []
  const presenceListeners = new Set<() => void>()
  let presence: Presence = 'seen'

  const timers = {
    setTimer: (run: () => void, milliseconds: number) => clock.after(milliseconds, run),
    clearTimer: (cancel: unknown) => (cancel as (() => void) | undefined)?.(),
    now: clock.now,
    random: () => 0.5,
  }
  const onPresenceChange = (listener: () => void) => {
    presenceListeners.add(listener)
    return () => presenceListeners.delete(listener)
  }
  const polling = createHeartbeatFeed({
    ...timers,
    heartbeat: (data, options) =>
      client.heartbeat(data, { url: `${server.origin}/wp-admin/admin-ajax.php`, ...options }),
    clientId: 'a-client-of-its-own',
    isHidden: () => presence !== 'seen',
    onVisibilityChange: onPresenceChange,
  })
  const feed = createTransport({
    ...timers,
    polling,
    openPush: createPush({
      ...timers,
      openStream: ({ date }, signal) => fetch(`${server.origin}/slots/stream?date=${date}`, { signal }),
    }),
    askForOwn: async () => undefined,
    async mark(place, isGone) {
      const { date, employeeId, time } = place
      if (isGone) return beacons.put(place)
      await client.markActiveSlot({
        body: { date, employee_id: employeeId, time, client_id: 'a-client-of-its-own' },
      })
    },
    presence: () => presence,
    onPresenceChange,
    onServerTime: (seconds) => serverTimes.push(seconds),
  })

  return {
    ...server,
    feed,
    heard,
    statuses,
    beacons,
    serverTimes,
    advance: clock.advance,
    pending: clock.pending,
    listener: {
      onSlots: (employeeId: number, fields: { appointease_version: string } | null) =>
        heard.put(`${employeeId} ${fields ? fields.appointease_version : 'unchanged'}`),
      onStatus: (status: string) => statuses.put(status),
    },
    become(next: Presence) {
      presence = next
      for (const tell of presenceListeners) tell()
    },
    /** The next tick, asked for without a pause. */
    async tickAtOnce() {
      clock.advance(0)
      return server.ticks.next()
    },
    async close() {
      feed.close()
      await server.close()
    },
  }
}
