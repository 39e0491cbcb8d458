import {
  createHeartbeatFeed,
  createPush,
  createTransport,
  type FeedDay,
  randomId,
  type ServerClock,
  type SlotFeed,
  sharePush,
} from '@appointease/store'
import type { PageApi } from './api.ts'
import { onPresenceChange, presence } from './presence.ts'

const CHANNEL = 'appointease-live'

const queryOf = ({ date, employeeIds, serviceId }: FeedDay) => ({
  date,
  employee_id: [...employeeIds].sort((a, b) => a - b).join(),
  service_id: serviceId,
})

const timers = {
  setTimer: (callback: () => void, milliseconds: number) => setTimeout(callback, milliseconds),
  clearTimer: (timer: unknown) => clearTimeout(timer as number | undefined),
  now: () => performance.now(),
}

function openPush(api: PageApi) {
  // Not the tab's own: a stream is shared, and this id never holds a time.
  const watcher = randomId()
  const push = createPush({
    ...timers,
    random: Math.random,
    openStream: (day, signal) => fetchStream(api.streamUrl({ ...queryOf(day), client_id: watcher }), signal),
  })
  // Over plain http and in older browsers there are no locks: there each tab is on its own.
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') return push
  return sharePush(push, {
    locks: navigator.locks,
    openChannel: () => new BroadcastChannel(CHANNEL),
    now: Date.now,
    nameOf: (day) => api.streamUrl(queryOf(day)),
  })
}

const fetchStream = (url: string, signal: AbortSignal) =>
  fetch(url, {
    headers: { Accept: 'text/event-stream' },
    cache: 'no-store',
    credentials: 'same-origin',
    signal,
  })

/** The live feed of this page. */
export function createSlotFeed(api: PageApi, clientId: string, serverClock: ServerClock): SlotFeed {
  const polling = createHeartbeatFeed({
    ...timers,
    heartbeat: api.heartbeat,
    clientId,
    isHidden: () => presence() !== 'seen',
    onVisibilityChange: onPresenceChange,
    random: Math.random,
  })
  return createTransport({
    ...timers,
    polling,
    openPush: openPush(api),
    random: Math.random,
    presence,
    onPresenceChange,
    onServerTime: serverClock.hear,
    async askForOwn({ date, serviceId }, employeeId) {
      const query = { date, employee_id: employeeId, service_id: serviceId, client_id: clientId }
      const result = await api.pollSlots({ query })
      return result.ok ? result.data : undefined
    },
    async mark({ date, employeeId, time }, isGone) {
      const body = { date, employee_id: employeeId, time, client_id: clientId }
      if (isGone) api.sendOnLeaving('slots/active', body)
      else await api.markActiveSlot({ body })
    },
  })
}
