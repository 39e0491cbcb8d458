import type { SlotFields } from '@appointease/contract'
import { connectPush, type OpenStream, type PushEnd } from './pushConnection.ts'
import type { FeedDay, Timers } from './slotFeed.ts'

const RETRY_MS = 1000
/** A stream that lived shorter than this is no better than none: it counts as another failure. */
const STEADY_MS = 10_000
const FIRST_PROBE_MS = 15_000
const LONGEST_PROBE_MS = 10 * 60_000

export interface PushListener {
  onSlots(employeeId: number, fields: SlotFields): void
  /** Something came, be it only a sign of life. */
  onWord(): void
  /** Whether every change is now told; before the first yes it is not. */
  onLive(isLive: boolean): void
}

/** Follows a day until what it returns is called. */
export type OpenPush = (day: FeedDay, listener: PushListener) => () => void

export interface PushSurroundings extends Timers {
  openStream: OpenStream
  random(): number
}

/**
 * A stream that comes back by itself: soon after the first failure; after a second in a row, or a refusal, by trying
 * again after pauses that grow to ten minutes. Each is changed at random, so that a crowd does not return at once:
 * its own pauses get shorter by up to half, those that the server asks for longer.
 */
export function createPush(surroundings: PushSurroundings): OpenPush {
  const { setTimer, clearTimer, now, random } = surroundings

  return (day, listener) => {
    let retryMs = RETRY_MS
    let failures = 0
    let probes = 0
    let liveSince: number | undefined
    let timer: unknown
    let disconnect = () => {}

    const probeAfter = (isLasting: boolean, notBeforeMs: number) => {
      const longer = isLasting ? LONGEST_PROBE_MS : Math.min(LONGEST_PROBE_MS, FIRST_PROBE_MS * 2 ** probes)
      probes += 1
      return Math.max(longer * (1 - random() / 2), notBeforeMs * (1 + random()))
    }

    const pauseAfter = (end: PushEnd) => {
      if (end.kind === 'ended') return Math.max(end.backAfterMs, retryMs) * (1 + random())
      if (end.kind === 'refused') return probeAfter(end.lasting, end.notBeforeMs)
      failures += 1
      return failures > 1 ? probeAfter(false, 0) : retryMs * (1 - random() / 2)
    }

    const connect = () => {
      const heard = new Set<number>()
      disconnect = connectPush(surroundings, day, {
        onWord: listener.onWord,
        onRetry(milliseconds) {
          retryMs = milliseconds
        },
        onSlots(employeeId, fields) {
          listener.onSlots(employeeId, fields)
          heard.add(employeeId)
          if (liveSince !== undefined || heard.size < day.employeeIds.length) return
          liveSince = now()
          listener.onLive(true)
        },
        onEnd(end) {
          if (liveSince !== undefined && now() - liveSince >= STEADY_MS) {
            failures = 0
            probes = 0
          }
          liveSince = undefined
          listener.onLive(false)
          timer = setTimer(connect, pauseAfter(end))
        },
      })
    }
    connect()
    return () => {
      clearTimer(timer)
      disconnect()
    }
  }
}
