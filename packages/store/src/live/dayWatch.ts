import type { PollSlotsReply } from '@appointease/contract'
import { createOwnView } from './ownView.ts'
import type { createPointer } from './pointer.ts'
import type { OpenPush } from './pushFeed.ts'
import type { FeedDay, FeedListener, Pointing, PollingFeed, Timers } from './slotFeed.ts'

/** A stream that can be had has told of the day by then; until it has, nothing is said of polling. */
const SETTLED_MS = 1000
/** How long a stream that broke has the chance to come back before the day is asked for. */
const FALL_BACK_MS = 1000
/** Signs of life come every 15 s, also before all employees have been told of. */
const SILENCE_MS = 40_000

export interface WatchSurroundings extends Timers {
  polling: PollingFeed
  openPush: OpenPush
  pointer: ReturnType<typeof createPointer>
  askForOwn(day: FeedDay, employeeId: number): Promise<PollSlotsReply | undefined>
  alias(): string | undefined
  random(): number
}

export interface WatchListener extends FeedListener {
  /** Something came, be it only a sign of life. */
  onWord(): void
}

/**
 * Follows one day by push and asks for it as long as that does not tell of every employee. `versions`, by employee,
 * are those that the listener has been shown, whichever way they came.
 */
export function watchDay(
  surroundings: WatchSurroundings,
  day: FeedDay,
  versions: Map<number, string>,
  listener: WatchListener,
) {
  const { polling, openPush, pointer, random, setTimer, clearTimer } = surroundings
  let pointing: Pointing | null = null
  let isLive = false
  let isSettled = false
  let hasAnswer = false
  let stopPolling: (() => void) | undefined
  let closePush = () => {}
  let fallBack: unknown
  let silence: unknown

  const ownView = createOwnView({
    ...surroundings,
    askForOwn: (employeeId) => surroundings.askForOwn(day, employeeId),
    onSlots(employeeId, fields) {
      versions.set(employeeId, fields.appointease_version)
      listener.onSlots(employeeId, fields)
    },
  })

  const poll = () => {
    hasAnswer = false
    const take: FeedListener = {
      onSlots(employeeId, fields) {
        hasAnswer = true
        listener.onWord()
        listener.onSlots(employeeId, fields)
        tellStatus()
      },
      onStatus: () => tellStatus(),
    }
    stopPolling = polling.subscribe(day, take, versions)
    polling.setPointing(pointing)
  }

  const tellStatus = () => {
    if (isLive) listener.onStatus('live')
    else if (isSettled) listener.onStatus(hasAnswer ? polling.status : 'reconnecting')
  }
  const settled = setTimer(() => {
    isSettled = true
    tellStatus()
  }, SETTLED_MS)

  const point = () => {
    const place = pointing && { date: day.date, ...pointing }
    if (isLive) pointer.pointAt(place)
    else if (stopPolling) polling.setPointing(pointing)
  }

  const turnLive = () => {
    isLive = true
    clearTimer(fallBack)
    stopPolling?.()
    stopPolling = undefined
    point()
    tellStatus()
  }

  const turnAway = () => {
    isLive = false
    isSettled = true
    hasAnswer = false
    pointer.forget()
    tellStatus()
    // Not all visitors in the same moment.
    fallBack = setTimer(poll, FALL_BACK_MS * (1 - random() / 2))
  }

  const hear = () => {
    clearTimer(silence)
    silence = setTimer(startAnew, SILENCE_MS)
    listener.onWord()
  }

  const open = () => {
    closePush = openPush(day, {
      onWord: hear,
      onSlots: ownView.take,
      onLive(next) {
        // From now on it is tried again by itself.
        if (!next) clearTimer(silence)
        if (next && !isLive) turnLive()
        if (!next && isLive) turnAway()
        if (next) hear()
      },
    })
  }

  /** The connection is dead, or the tab that leads was put to sleep. */
  function startAnew() {
    closePush()
    if (isLive) turnAway()
    open()
  }

  poll()
  open()
  return {
    pointAt(next: Pointing | null) {
      pointing = next
      point()
    },
    close() {
      for (const timer of [settled, fallBack, silence]) clearTimer(timer)
      closePush()
      ownView.close()
      stopPolling?.()
      if (isLive) pointer.pointAt(null)
    },
  }
}
