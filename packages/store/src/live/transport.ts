import { type WatchSurroundings, watchDay } from './dayWatch.ts'
import { createPointer, type Place } from './pointer.ts'
import type { FeedDay, FeedListener, FeedStatus, Pointing, SlotFeed } from './slotFeed.ts'

/** How long a tab that nobody sees keeps its stream. */
const UNSEEN_MS = 60_000
const STALE_MS = 45_000

/** `gone`: left, or kept by the browser without running until the visitor comes back. */
export type Presence = 'seen' | 'hidden' | 'gone'

export interface TransportSurroundings extends Omit<WatchSurroundings, 'pointer' | 'alias'> {
  /** `isGone`: the page is being left, so nothing but a beacon gets through. */
  mark(place: Place, isGone: boolean): Promise<unknown>
  presence(): Presence
  onPresenceChange(listener: () => void): () => void
  /** Seconds since 1970, as the server has them with each word of a day. */
  onServerTime(seconds: number): void
}

interface Subscription {
  day: FeedDay
  listener: FeedListener
  versions: Map<number, string>
}

/**
 * The live feed of a page: push where it can be had, else the heartbeat, by turns as it comes and goes. What is
 * followed, pointed at and known stays through all of that; so does what is on the screen, as nothing is taken back
 * before there is newer word. Nothing is asked for a tab that was not seen for a minute: it catches up when it is.
 */
export function createTransport(surroundings: TransportSurroundings): SlotFeed {
  const { setTimer, clearTimer, mark } = surroundings
  const pointer = createPointer({ setTimer, clearTimer, mark: (place) => mark(place, false) })
  let alias: string | undefined
  let current: Subscription | undefined
  let watch: ReturnType<typeof watchDay> | undefined
  let pointing: Pointing | null = null
  let unseen: unknown
  let staleness: unknown
  let status: FeedStatus = 'polling'
  let shown: FeedStatus = status

  const show = (next: FeedStatus) => {
    if (next === shown) return
    shown = next
    current?.listener.onStatus(next)
  }

  const hear = () => {
    clearTimer(staleness)
    staleness = setTimer(() => show('stale'), STALE_MS)
    show(status)
  }

  const wake = () => {
    if (!current || watch) return
    const { day, listener, versions } = current
    hear()
    watch = watchDay({ ...surroundings, pointer, alias: () => alias }, day, versions, {
      onWord: hear,
      onSlots(employeeId, fields) {
        alias = fields?.appointease_you ?? alias
        if (fields) surroundings.onServerTime(fields.server_time)
        listener.onSlots(employeeId, fields)
      },
      onStatus(next) {
        status = next
        if (shown !== 'stale') show(next)
      },
    })
    watch.pointAt(pointing)
  }

  const rest = () => {
    clearTimer(staleness)
    watch?.close()
    watch = undefined
  }

  const leave = () => {
    if (current && pointing) {
      const { employeeId } = pointing
      pointer.forget()
      void mark({ date: current.day.date, employeeId, time: null }, true)
    }
    pointing = null
    rest()
  }

  const attend = () => {
    clearTimer(unseen)
    const presence = surroundings.presence()
    if (presence === 'gone') return leave()
    wake()
    if (presence === 'hidden') unseen = setTimer(rest, UNSEEN_MS)
  }
  const stopAttending = surroundings.onPresenceChange(attend)

  return {
    subscribe(day, listener) {
      rest()
      pointing = null
      const subscription = { day, listener, versions: new Map<number, string>() }
      current = subscription
      attend()
      return () => {
        if (current !== subscription) return
        rest()
        current = undefined
      }
    },
    setPointing(wanted) {
      pointing = wanted && current?.day.employeeIds.includes(wanted.employeeId) ? wanted : null
      watch?.pointAt(pointing)
    },
    get status() {
      return shown
    },
    close() {
      rest()
      current = undefined
      clearTimer(unseen)
      stopAttending()
      surroundings.polling.close()
    },
  }
}
