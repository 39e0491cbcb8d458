import type { HeartbeatReply, SlotFields } from '@appointease/contract'
import type { Api } from '../api.ts'
import type { FeedDay, FeedListener, FeedStatus, SlotFeed } from './slotFeed.ts'

const TICK_MS = 1000
/** Two pauses of a second, the pointer's and the watcher's, would be more than others should wait to see a pointing. */
const POINTING_MS = 200
const HIDDEN_TICK_MS = 10_000
const LONGEST_PAUSE_MS = 30_000

/** What the feed needs of a page; a test brings its own clock. */
export interface FeedSurroundings {
  heartbeat: Api['heartbeat']
  clientId: string
  setTimer(callback: () => void, milliseconds: number): unknown
  clearTimer(timer: unknown): void
  isHidden(): boolean
  onVisibilityChange(listener: () => void): () => void
  random(): number
}

interface Subscription {
  day: FeedDay
  listener: FeedListener
  version: string | undefined
}

type Reading = { kind: 'slots'; fields: SlotFields } | { kind: 'unchanged' } | { kind: 'useless' }

function read(reply: HeartbeatReply): Reading {
  if ('appointease_unchanged' in reply) return { kind: 'unchanged' }
  return 'appointease_version' in reply ? { kind: 'slots', fields: reply } : { kind: 'useless' }
}

/**
 * WordPress Heartbeat, once a second, one request at a time. Slower in a hidden tab; after failures it waits twice as
 * long each time, up to 30 s, each pause shortened at random by up to half so that a crowd does not return at once.
 */
export function createHeartbeatFeed(surroundings: FeedSurroundings): SlotFeed {
  const { heartbeat, clientId, setTimer, clearTimer, isHidden, random } = surroundings
  let current: Subscription | undefined
  let pointing: string | null = null
  let isNews = false
  let failures = 0
  let timer: unknown
  let waits = 0
  let asking: AbortController | undefined
  let status: FeedStatus = 'polling'

  const setStatus = (next: FeedStatus) => {
    if (next === status) return
    status = next
    current?.listener.onStatus(next)
  }

  const pause = () => {
    const usual = isHidden() ? HIDDEN_TICK_MS : TICK_MS
    if (failures === 0) return isNews ? POINTING_MS : usual
    const longer = Math.min(LONGEST_PAUSE_MS, usual * 2 ** failures)
    return longer * (1 - random() / 2)
  }

  const schedule = (milliseconds: number) => {
    clearTimer(timer)
    waits = milliseconds
    timer = current ? setTimer(tick, milliseconds) : undefined
  }

  const questionFor = ({ day, version }: Subscription) => ({
    appointease_poll: {
      date: day.date,
      employee_id: day.employeeId,
      service_id: day.serviceId,
      client_id: clientId,
      selected_time: pointing ?? '',
      since: version ?? '',
    },
  })

  const takeIn = (asked: Subscription, reading: Reading) => {
    failures = reading.kind === 'useless' ? failures + 1 : 0
    setStatus(failures > 0 ? 'reconnecting' : 'polling')
    if (reading.kind === 'unchanged') asked.listener.onSlots(null)
    if (reading.kind !== 'slots') return
    asked.version = reading.fields.appointease_version
    asked.listener.onSlots(reading.fields)
  }

  async function tick() {
    const asked = current
    if (!asked || asking) return
    const abort = new AbortController()
    asking = abort
    isNews = false
    const result = await heartbeat(questionFor(asked), { signal: abort.signal, hasFocus: !isHidden() })
    if (asking === abort) asking = undefined
    // Left or replaced while it was under way: whatever came is about another day.
    if (current !== asked) return
    takeIn(asked, result.ok ? read(result.data) : { kind: 'useless' })
    schedule(pause())
  }

  const drop = () => {
    clearTimer(timer)
    asking?.abort()
    asking = undefined
    current = undefined
    isNews = false
  }

  const stopWatching = surroundings.onVisibilityChange(() => {
    if (current && !asking) schedule(isHidden() ? HIDDEN_TICK_MS : 0)
  })

  return {
    subscribe(day, listener) {
      drop()
      const subscription: Subscription = { day, listener, version: undefined }
      current = subscription
      pointing = null
      schedule(0)
      return () => {
        if (current === subscription) drop()
      }
    },
    setPointing(time) {
      if (time === pointing) return
      pointing = time
      // What the pointer merely passes on its way does not put the tick off again.
      if (isNews) return
      isNews = true
      if (current && !asking && failures === 0 && waits > POINTING_MS) schedule(POINTING_MS)
    },
    get status() {
      return status
    },
    close() {
      drop()
      stopWatching()
    },
  }
}
