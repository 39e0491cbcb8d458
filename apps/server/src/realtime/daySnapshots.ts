import type { CalendarDate } from '@appointease/domain'
import type { SlotEvents, SlotNews } from '../ports/slotEvents.ts'
import type { Outcome } from '../ports/storage.ts'
import { type DayDependencies, type EmployeeDate, readDay } from '../queries/daySlots.ts'
import { DaySnapshot } from './daySnapshot.ts'

export type Look = Outcome<DaySnapshot, { readonly kind: 'not_found' }>

/** Days of employees as they are now, each read once for all who look at it. */
export interface DaySnapshots {
  /** At once where what is known is still so, else when it has been read. Throws StorageUnavailable. */
  look(day: EmployeeDate): Look | Promise<Look>
  /** The day is kept, and the listener is called whenever it may have changed, until the returned function is. */
  watch(day: EmployeeDate, listener: () => void): () => void
  /** Tells the watchers of days in which something has come to its end, or that have long not been made sure of. */
  lookThroughWatched(): void
  close(): void
}

interface Reading {
  /** What the day's `touches` were when it began. */
  readonly touches: number
  readonly result: Promise<Look>
}

interface DayState extends EmployeeDate {
  readonly watchers: Set<() => void>
  snapshot: DaySnapshot | undefined
  /** How often something has happened to it; what was read before the last time counts for nothing. */
  touches: number
  readTouches: number
  /** When the snapshot's reading was begun, of performance.now. */
  readBegan: number
  reading: Reading | undefined
  next: Promise<Look> | undefined
  usedAt: number
}

/** Days that nobody watches are kept for those who ask again in a second: so many, and dropped some at a time. */
const UNWATCHED_KEPT = 1_000
const UNWATCHED_AFTER_DROPPING = 900
/** For so long what was read is taken to be so where nobody can say. */
const TRUSTED_MILLISECONDS = 1_000

/**
 * A day is read again only when something has happened to it, something in it is over, or something may have been missed;
 * whoever asks then waits for one and the same reading, one that began after what has happened. Where it cannot be read
 * nobody is told what it was before.
 */
export function createDaySnapshots(deps: DayDependencies, events: SlotEvents): DaySnapshots {
  const states = new Map<number, Map<CalendarDate, DayState>>()
  let unwatched = 0

  function stateOf({ employeeId, date }: EmployeeDate): DayState {
    const ofEmployee = states.get(employeeId)
    const known = ofEmployee?.get(date)
    if (known) return known
    const state: DayState = {
      employeeId,
      date,
      watchers: new Set(),
      snapshot: undefined,
      touches: 0,
      readTouches: -1,
      readBegan: 0,
      reading: undefined,
      next: undefined,
      usedAt: 0,
    }
    if (ofEmployee) ofEmployee.set(date, state)
    else states.set(employeeId, new Map([[date, state]]))
    leaveUnwatched(state)
    return state
  }

  const allStates = () => [...states.values()].flatMap((ofEmployee) => [...ofEmployee.values()])

  /** One more that nobody watches, or no longer. */
  function leaveUnwatched(kept: DayState): void {
    unwatched += 1
    if (unwatched <= UNWATCHED_KEPT) return
    const unused = allStates().filter(({ watchers, reading }) => watchers.size === 0 && !reading)
    unused.sort((one, other) => one.usedAt - other.usedAt)
    for (const state of unused.slice(0, unwatched - UNWATCHED_AFTER_DROPPING)) if (state !== kept) drop(state)
  }

  /** One that nobody watches. */
  function drop(state: DayState): void {
    const { employeeId, date } = state
    const ofEmployee = states.get(employeeId)
    if (ofEmployee?.get(date) !== state) return
    unwatched -= 1
    ofEmployee.delete(date)
    if (ofEmployee.size === 0) states.delete(employeeId)
  }

  function touch(state: DayState): void {
    state.touches += 1
    for (const listener of state.watchers) listener()
  }

  function hear(news: SlotNews): void {
    const near = news ? [...(states.get(news.employeeId)?.values() ?? [])] : allStates()
    for (const state of near) if (!news || !state.snapshot || state.snapshot.isTouchedBy(news)) touch(state)
  }

  /** Whether what is known is known to be so at this moment. */
  function isCurrent(state: DayState): state is DayState & { readonly snapshot: DaySnapshot } {
    // Asking may be what tells of something that has happened: it comes before looking.
    const isUpToDate = events.isUpToDate()
    const { snapshot } = state
    if (!snapshot || state.touches !== state.readTouches) return false
    const now = deps.clock.now()
    if (now >= snapshot.endsAt || now < snapshot.readAt) return false
    return isUpToDate || performance.now() - state.readBegan < TRUSTED_MILLISECONDS
  }

  async function read(state: DayState, touches: number): Promise<Look> {
    const began = performance.now()
    try {
      const day = await readDay(deps, state)
      if (!day.ok) {
        if (state.watchers.size === 0) drop(state)
        return day
      }
      const snapshot = new DaySnapshot(day.value)
      // Nothing was heard, and somebody looked: what they found is the watchers' news too.
      const isUnheard = state.readTouches === touches
      Object.assign(state, { snapshot, readTouches: touches, readBegan: began })
      if (isUnheard) for (const listener of state.watchers) listener()
      return { ok: true, value: snapshot }
    } finally {
      state.reading = undefined
    }
  }

  function begin(state: DayState): Promise<Look> {
    const { touches } = state
    const result = read(state, touches)
    state.reading = { touches, result }
    return result
  }

  /** A reading that began before the last thing that happened does not do: the next one is waited for. */
  function readAgain(state: DayState): Promise<Look> {
    const { reading } = state
    if (state.next) return state.next
    if (!reading) return begin(state)
    if (reading.touches === state.touches) return reading.result
    state.next = reading.result
      .catch(() => {})
      .then(() => {
        state.next = undefined
        return begin(state)
      })
    return state.next
  }

  const unsubscribe = events.subscribe(hear)

  return {
    look(day) {
      const state = stateOf(day)
      state.usedAt = performance.now()
      if (isCurrent(state)) return { ok: true, value: state.snapshot }
      return readAgain(state)
    },
    watch(day, listener) {
      const state = stateOf(day)
      if (state.watchers.size === 0) unwatched -= 1
      state.watchers.add(listener)
      return () => {
        if (state.watchers.delete(listener) && state.watchers.size === 0) leaveUnwatched(state)
      }
    },
    lookThroughWatched() {
      for (const state of allStates()) {
        if (state.watchers.size === 0 || isCurrent(state)) continue
        for (const listener of state.watchers) listener()
      }
    },
    close: unsubscribe,
  }
}
