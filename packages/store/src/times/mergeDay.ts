import type { FreeSlot } from '@appointease/contract'
import type { DayKnown } from '../availability/reducer.ts'
import type { LiveDay } from '../live/reducer.ts'
import { instantsOf } from './calendar.ts'
import { inOrderOfAsking, type Start } from './start.ts'
import { joinStates, type StartState, stateByFeed } from './startState.ts'

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
  /** Of the employees who are followed, on this date and for this service. */
  live: readonly LiveDay[]
  /** What this visitor holds: it blocks nobody but the others. */
  own: (Omit<Start, 'employeeIds'> & { employeeId: number }) | null
  /** The appointment that is being moved: it blocks nobody but the others, too. */
  moved?: Moved | null
}

interface Moved {
  employeeId: number
  start_utc: string
  end_utc: string
  /** Its start on the business's wall clock. */
  date: string
  time: string
  /** Starts of this date that nothing but the appointment, or somebody's hold, keeps its employee from giving. */
  spared: readonly { time: string; start_utc: string }[]
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

/** Starts that only a feed names: ruled out for that employee before this page could see them free. */
function startsOfFeed(day: DayToMerge, live: LiveDay, twice: ReadonlySet<string>): Start[] {
  const times = new Set([...live.booked, ...live.held].filter((time) => !twice.has(time)))
  return [...times].flatMap((time) =>
    instantsOf(day.date, time, day.zone).map((instant) => ({
      date: day.date,
      time,
      start_utc: new Date(instant).toISOString(),
      end_utc: new Date(instant + day.durationMinutes * 60_000).toISOString(),
      employeeIds: [live.employeeId],
    })),
  )
}

/** The appointment's own start, and those that only it rules out, where its employee is asked for. */
function startsOfMoved({ moved, employee, date, durationMinutes }: DayToMerge): Start[] {
  if (!moved || (employee !== 'any' && employee !== moved.employeeId)) return []
  const employeeIds = [moved.employeeId]
  const spared = moved.spared.map(({ time, start_utc }) => {
    const end_utc = new Date(Date.parse(start_utc) + durationMinutes * 60_000).toISOString()
    return { date, time, start_utc, end_utc, employeeIds }
  })
  if (moved.date !== date) return spared
  const { time, start_utc, end_utc } = moved
  return [...spared, { date, time, start_utc, end_utc, employeeIds }]
}

/** Each start once, with everybody who is named with it. */
function together(starts: readonly Start[]): Start[] {
  const byInstant = new Map<number, Start>()
  for (const start of starts) {
    const instant = Date.parse(start.start_utc)
    const known = byInstant.get(instant) ?? start
    byInstant.set(instant, {
      ...known,
      employeeIds: [...new Set([...known.employeeIds, ...start.employeeIds])],
    })
  }
  return [...byInstant.values()]
}

/** A time that this visitor held before the page was loaded anew may be named by no list. */
function ownStart(own: DayToMerge['own']): Start[] {
  if (!own) return []
  const { employeeId, ...when } = own
  return [{ ...when, employeeIds: [employeeId] }]
}

/**
 * A day as it can be shown: what was free when the server was last asked, with the feeds' newer word on it, and the
 * visitor's own hold above both. What is past is left out.
 */
export function mergeDay(day: DayToMerge): StartOption[] {
  const { date, employee, live, own, known } = day
  const ofMoved = startsOfMoved(day)
  const sparedTimes = new Set(day.moved?.spared.map((one) => one.time))
  const isSpared = (employeeId: number, time: string) =>
    ofMoved.length > 0 && employeeId === day.moved?.employeeId && sparedTimes.has(time)
  const free = new Map(forEmployee(known?.free, employee).map((slot) => [slot.start_utc, slot.employee_ids]))
  const seen = forEmployee(known?.seen, employee).map((slot) => startOf(date, slot))
  const times = seen.map((start) => start.time)
  const twice = new Set(times.filter((time, at) => times.indexOf(time) !== at))
  const byFeed = live.flatMap((one) => startsOfFeed(day, one, twice))

  const merge = (start: Start): StartOption => {
    const { start_utc, time } = start
    const instant = Date.parse(start_utc)
    const freeOf = free.get(start_utc) ?? []
    // The server's own order of asking, and after it those who are not free at the moment.
    const everybody = inOrderOfAsking([...new Set([...freeOf, ...start.employeeIds])], own?.employeeId)
    if (own && instant === Date.parse(own.start_utc))
      return { start: { ...start, employeeIds: everybody }, instant, state: { kind: 'yours' } }
    if (ofMoved.length > 0 && day.moved && instant === Date.parse(day.moved.start_utc))
      return { start: { ...start, employeeIds: everybody }, instant, state: { kind: 'current' } }
    const each = everybody.map((employeeId) => {
      const feed = twice.has(time) ? undefined : live.find((one) => one.employeeId === employeeId)
      const spared = isSpared(employeeId, time)
      const asListed: StartState = { kind: freeOf.includes(employeeId) || spared ? 'free' : 'taken' }
      if (!feed) return { employeeId, state: asListed }
      return { employeeId, state: stateByFeed(time, spared ? { ...feed, booked: [] } : feed) }
    })
    const { employeeIds, state } = joinStates(each)
    return { start: { ...start, employeeIds }, instant, state }
  }

  return together([...seen, ...ofMoved, ...byFeed, ...ownStart(own)])
    .map(merge)
    .filter(({ instant, state }) => instant > day.now || state.kind === 'yours' || state.kind === 'current')
    .sort((a, b) => a.instant - b.instant)
}
