import type { FreeSlot } from '@appointease/contract'
import type { DayKnown } from '../availability/reducer.ts'
import type { LiveDay } from '../live/reducer.ts'
import { instantsOf } from './calendar.ts'

/** A start that can be chosen, and who could give it. */
export interface Start {
  /** The business's wall clock. */
  date: string
  time: string
  start_utc: string
  end_utc: string
  employeeIds: readonly number[]
}

type StartState =
  | { kind: 'free' }
  | { kind: 'looking' }
  /** `until` in milliseconds since 1970; unknown where the hold began at another start. */
  | { kind: 'held'; until: number | null }
  | { kind: 'yours' }
  | { kind: 'taken' }

export interface StartOption {
  start: Start
  /** Milliseconds since 1970. */
  instant: number
  state: StartState
}

interface DayToMerge {
  date: string
  employee: number | 'any'
  zone: string
  now: number
  durationMinutes: number
  known: DayKnown | undefined
  live: LiveDay | null
  /** What this visitor holds: it blocks nobody but the others. */
  own: (Omit<Start, 'employeeIds'> & { employeeId: number }) | null
}

const startOf = (date: string, slot: FreeSlot): Start => ({
  date,
  time: slot.time,
  start_utc: slot.start_utc,
  end_utc: slot.end_utc,
  employeeIds: slot.employee_ids,
})

/** What the chosen employee gives: by them and nobody else. */
function forEmployee(slots: readonly FreeSlot[] | undefined, employee: number | 'any'): FreeSlot[] {
  if (employee === 'any') return [...(slots ?? [])]
  const theirs = (slots ?? []).filter((slot) => slot.employee_ids.includes(employee))
  return theirs.map((slot) => ({ ...slot, employee_ids: [employee] }))
}

/** Starts that only the feed names: ruled out before this page could see them free. */
function startsOfFeed(day: DayToMerge, live: LiveDay, timesSeen: ReadonlySet<string>): Start[] {
  const times = new Set([...live.booked, ...live.held].filter((time) => !timesSeen.has(time)))
  return [...times].flatMap((time) =>
    instantsOf(day.date, time, day.zone).map((instant) => ({
      date: day.date,
      time,
      start_utc: new Date(instant).toISOString(),
      end_utc: new Date(instant + day.durationMinutes * 60_000).toISOString(),
      employeeIds: [live.day.employeeId],
    })),
  )
}

/** A time that this visitor held before the page was loaded anew is free to nobody, so no list names it. */
function withOwn(starts: Start[], own: DayToMerge['own']): Start[] {
  if (!own || starts.some((start) => start.start_utc === own.start_utc)) return starts
  const { employeeId, ...when } = own
  return [...starts, { ...when, employeeIds: [employeeId] }]
}

function overlapsOwn(start: Start, own: DayToMerge['own']): boolean {
  if (!own || !start.employeeIds.includes(own.employeeId)) return false
  const [from, to] = [Date.parse(own.start_utc), Date.parse(own.end_utc)]
  return Date.parse(start.start_utc) < to && from < Date.parse(start.end_utc)
}

/** The feed speaks of wall times; where a time comes twice that day it cannot say which, so it is not asked. */
function stateByFeed(time: string, live: LiveDay, isTwice: boolean): StartState | undefined {
  if (isTwice) return undefined
  if (live.booked.includes(time)) return { kind: 'taken' }
  if (live.held.includes(time)) return { kind: 'held', until: live.heldUntil[time] ?? null }
  return { kind: live.lookedAt.includes(time) ? 'looking' : 'free' }
}

/**
 * A day as it can be shown: what was free when the server was last asked, with the feed's newer word on it, and the
 * visitor's own hold above both. What is past is left out.
 */
export function mergeDay(day: DayToMerge): StartOption[] {
  const { date, employee, live, own, known } = day
  const free = new Map(forEmployee(known?.free, employee).map((slot) => [slot.start_utc, slot]))
  const seen = forEmployee(known?.seen, employee).map((slot) =>
    startOf(date, free.get(slot.start_utc) ?? slot),
  )
  const times = seen.map((start) => start.time)
  const twice = new Set(times.filter((time, at) => times.indexOf(time) !== at))
  const byFeedOnly = live ? startsOfFeed(day, live, new Set(times)) : []
  const starts = withOwn([...seen, ...byFeedOnly], own)

  const stateOf = (start: Start): StartState => {
    if (own && start.start_utc === own.start_utc) return { kind: 'yours' }
    const byFeed = live && stateByFeed(start.time, live, twice.has(start.time))
    if (byFeed) return byFeed
    return { kind: free.has(start.start_utc) || overlapsOwn(start, own) ? 'free' : 'taken' }
  }

  return starts
    .map((start) => ({ start, instant: Date.parse(start.start_utc), state: stateOf(start) }))
    .filter(({ instant, state }) => instant > day.now || state.kind === 'yours')
    .sort((a, b) => a.instant - b.instant)
}
