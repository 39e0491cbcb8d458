import type { LiveDay } from '../live/reducer.ts'

export type StartState =
  | { kind: 'free' }
  | { kind: 'looking' }
  /** `until` in milliseconds since 1970; unknown where the hold began at another start. */
  | { kind: 'held'; until: number | null }
  | { kind: 'yours' }
  /** Where the appointment is that is being moved. */
  | { kind: 'current' }
  | { kind: 'taken' }

/** The feed speaks of wall times: it is not to be asked about one that comes twice that day. */
export function stateByFeed(time: string, feed: LiveDay): StartState {
  if (feed.booked.includes(time)) return { kind: 'taken' }
  if (feed.held.includes(time)) return { kind: 'held', until: feed.heldUntil[time] ?? null }
  return { kind: feed.lookedAt.includes(time) ? 'looking' : 'free' }
}

interface OfEmployee {
  employeeId: number
  state: StartState
}

interface Joined {
  /** Whoever could give the start in this state, in the order of asking. */
  employeeIds: readonly number[]
  state: StartState
}

const idsOf = (each: readonly OfEmployee[]) => each.map(({ employeeId }) => employeeId)

/** When the first of the holds ends, as far as it is known of any. */
function earliest(each: readonly OfEmployee[]): number | null {
  const ends = each.flatMap(({ state }) => (state.kind === 'held' && state.until !== null ? state.until : []))
  return ends.length > 0 ? Math.min(...ends) : null
}

/**
 * One start of several employees, who come in the order of asking. It can be had where one of them is free, and is as
 * the first of those is, who would give it; else it waits for the first hold to end; else it is taken.
 */
export function joinStates(each: readonly OfEmployee[]): Joined {
  const able = each.filter(({ state }) => state.kind === 'free' || state.kind === 'looking')
  const [first] = able
  if (first) return { employeeIds: idsOf(able), state: first.state }
  const held = each.filter(({ state }) => state.kind === 'held')
  if (held.length > 0) return { employeeIds: idsOf(held), state: { kind: 'held', until: earliest(held) } }
  return { employeeIds: idsOf(each), state: { kind: 'taken' } }
}
