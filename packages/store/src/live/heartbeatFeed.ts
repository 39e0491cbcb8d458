import type { HeartbeatReply, SlotFields } from '@appointease/contract'
import type { ClientResult } from '@appointease/contract/client'
import type { Api } from '../api.ts'
import type { FeedDay, FeedListener, FeedStatus, Pointing, PollingFeed, Timers } from './slotFeed.ts'
import { createTurns, type Turns } from './turns.ts'

const TICK_MS = 1000
/** Two pauses of a second, the pointer's and the watcher's, would be more than others should wait to see a pointing. */
const POINTING_MS = 200
const HIDDEN_TICK_MS = 10_000
const LONGEST_PAUSE_MS = 30_000
/** What is left of a pause after a slow answer, so that a server that is behind gets its breath. */
const LEAST_REST = 0.25

/** What the feed needs of a page; a test brings its own clock. */
export interface FeedSurroundings extends Timers {
  heartbeat: Api['heartbeat']
  clientId: string
  isHidden(): boolean
  onVisibilityChange(listener: () => void): () => void
  random(): number
}

interface Subscription {
  day: FeedDay
  listener: FeedListener
  turns: Turns
  /** By employee. */
  versions: Map<number, string>
}

type Reading =
  | { kind: 'slots'; fields: SlotFields }
  | { kind: 'unchanged' }
  | { kind: 'useless'; notBeforeMs: number }

function read(result: ClientResult<HeartbeatReply>): Reading {
  if (!result.ok) return { kind: 'useless', notBeforeMs: (result.error.retryAfterSeconds ?? 0) * 1000 }
  const { data } = result
  if ('appointease_unchanged' in data) return { kind: 'unchanged' }
  return 'appointease_version' in data ? { kind: 'slots', fields: data } : { kind: 'useless', notBeforeMs: 0 }
}

/**
 * WordPress Heartbeat, once a second for each employee of the day, one request at a time. Slower in a hidden tab;
 * after failures it waits twice as long each time, up to 30 s, each pause shortened at random by up to half so that a
 * crowd does not return at once; and never less than the server asks for, made longer at random by up to as much again.
 */
export function createHeartbeatFeed(surroundings: FeedSurroundings): PollingFeed {
  const { heartbeat, clientId, setTimer, clearTimer, now, isHidden, random } = surroundings
  let current: Subscription | undefined
  let pointing: Pointing | null = null
  let isNews = false
  /** The server knows that the visitor points at nothing. Each time that it is told so it has to look. */
  let isEnded = false
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

  /** A tick carries one employee's day, so those of a team are spread over the second. */
  const between = ({ day }: Subscription) => (isHidden() ? HIDDEN_TICK_MS : TICK_MS) / day.employeeIds.length

  const pauseAfter = (asked: Subscription, elapsed: number, reading: Reading) => {
    if (reading.kind === 'useless') {
      const longer = Math.min(LONGEST_PAUSE_MS, (isHidden() ? HIDDEN_TICK_MS : TICK_MS) * 2 ** failures)
      return Math.max(longer * (1 - random() / 2), reading.notBeforeMs * (1 + random()))
    }
    const whole = isNews ? Math.min(POINTING_MS, between(asked)) : between(asked)
    return Math.max(whole * LEAST_REST, whole - elapsed)
  }

  const schedule = (milliseconds: number) => {
    clearTimer(timer)
    waits = milliseconds
    timer = current ? setTimer(tick, milliseconds) : undefined
  }

  /** Each tick that names a time, or none, speaks for all employees: one that leaves it out changes nothing. */
  const pointingFor = (employeeId: number) => {
    if (pointing ? pointing.employeeId !== employeeId : isEnded) return {}
    return { selected_time: pointing?.time ?? '' }
  }

  const questionFor = ({ day, versions }: Subscription, employeeId: number) => ({
    appointease_poll: {
      date: day.date,
      employee_id: employeeId,
      service_id: day.serviceId,
      client_id: clientId,
      ...pointingFor(employeeId),
      since: versions.get(employeeId) ?? '',
    },
  })

  const takeIn = ({ listener, versions }: Subscription, employeeId: number, reading: Reading) => {
    failures = reading.kind === 'useless' ? failures + 1 : 0
    setStatus(failures > 0 ? 'reconnecting' : 'polling')
    if (reading.kind === 'unchanged') listener.onSlots(employeeId, null)
    if (reading.kind !== 'slots') return
    versions.set(employeeId, reading.fields.appointease_version)
    listener.onSlots(employeeId, reading.fields)
  }

  async function tick() {
    const asked = current
    if (!asked || asking) return
    const abort = new AbortController()
    asking = abort
    const employeeId = asked.turns.next(isNews ? pointing?.employeeId : undefined)
    const question = questionFor(asked, employeeId)
    isNews &&= question.appointease_poll.selected_time === undefined
    const began = now()
    const result = await heartbeat(question, { signal: abort.signal, hasFocus: !isHidden() })
    if (asking === abort) asking = undefined
    // Left or replaced while it was under way: whatever came is about another day.
    if (current !== asked) return
    isEnded ||= result.ok && !pointing && question.appointease_poll.selected_time === ''
    const reading = read(result)
    takeIn(asked, employeeId, reading)
    schedule(pauseAfter(asked, now() - began, reading))
  }

  const drop = () => {
    clearTimer(timer)
    asking?.abort()
    asking = undefined
    current = undefined
    isNews = false
  }

  const stopWatching = surroundings.onVisibilityChange(() => {
    if (current && !asking) schedule(isHidden() ? between(current) : 0)
  })

  return {
    subscribe(day, listener, versions = new Map()) {
      drop()
      const turns = createTurns(day.employeeIds)
      const subscription: Subscription = { day, listener, turns, versions }
      current = subscription
      pointing = null
      isEnded = false
      schedule(0)
      return () => {
        if (current === subscription) drop()
      }
    },
    setPointing(wanted) {
      const next = wanted && current?.day.employeeIds.includes(wanted.employeeId) ? wanted : null
      if (next?.time === pointing?.time && next?.employeeId === pointing?.employeeId) return
      pointing = next
      isEnded = false
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
