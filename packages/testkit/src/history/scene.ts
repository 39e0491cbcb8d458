import type { Call, CallOf, OpenSpot, Span } from './calls.ts'
import { type Holding, type Holdings, holdingsOf } from './holdings.ts'
import { type Careers, careersOf, type Stay } from './stays.ts'
import type { StoredState } from './storedState.ts'
import { capacityOf, excludes, isOneGroup, type Services, type Taken, takenBy } from './taken.ts'

/** While a booking or a move is decided, its time may be kept from others; longer where nobody knows how it ended. */
interface Guard {
  readonly call: CallOf<'book'> | CallOf<'move'>
  readonly taken: Taken
  readonly possible: Span
}

/** Whom a question is not about: what they have themselves is not in their way. */
export interface Except {
  readonly client?: string | undefined
  readonly appointment?: number | undefined
  readonly call?: Call
}

/** All that is known of who had which time when. */
export interface Scene {
  readonly calls: readonly Call[]
  readonly services: Services
  readonly careers: Careers
  readonly stays: readonly Stay[]
  readonly holdings: Holdings
  /** Of everybody whom a call or an appointment names. */
  readonly employees: readonly number[]
  /** Starts that a call or an appointment of the service names. */
  startsOf(service: number): readonly number[]
  /** The last calls that had to do with this time before this call ended. */
  callsAbout(taken: Taken, call: Call): readonly Call[]
  /** Whether at some moment of `within` appointments may have left no room. */
  mayBeBooked(taken: Taken, within: Span, except?: Except): boolean
  /** Whether at some moment of `within` somebody's lock, or a booking under way, may have left no room. */
  mayBeLocked(taken: Taken, within: Span, except?: Except): boolean
  /** Whether appointments left no room for as long as `within`. */
  isBooked(taken: Taken, within: Span): boolean
  /** Whether locks and appointments of others left no room for as long as `within`. */
  isHeld(taken: Taken, within: Span, except: Except): boolean
}

export const windowOf = ({ began, ended }: Call): Span => ({ from: began, until: ended })

/** Both with their ends. */
const touches = (one: Span, other: Span) => one.from <= other.until && other.from <= one.until
export const covers = (outer: Span, inner: Span): boolean =>
  outer.from <= inner.from && inner.until < outer.until

export function sceneOf(calls: readonly Call[], state: StoredState): Scene {
  const { services } = state
  const careers = careersOf(calls, state)
  const stays = [...careers.values()].flat()
  const effective = new Set(stays.flatMap(({ request }) => request ?? []))
  const holdings = holdingsOf(calls, services, effective)
  const spots = calls.flatMap((call) => wantedBy(call, careers) ?? [])
  const named = [...stays.map(({ taken }) => taken), ...spots]
  const employees = [...new Set(named.flatMap(({ employee }) => (employee === 'any' ? [] : [employee])))]
  const guards = guardsOf(calls, careers, employees, services)

  const [staysOf, holdingsOfEmployee, guardsOfEmployee] = [
    byEmployee(stays.filter(({ isActive }) => isActive)),
    byEmployee(holdings.all),
    byEmployee(guards),
  ]
  const isCrowded = (taken: Taken, others: readonly Taken[]) =>
    others.some((other) => excludes(taken, other)) ||
    groupOf(taken, others) >= capacityOf(services, taken.service)

  const appointments = (taken: Taken, fits: (stay: Stay) => boolean) =>
    staysOf(taken.employee)
      .filter(fits)
      .map((stay) => stay.taken)

  function lockers(taken: Taken, within: Span, { client, call }: Except): Taken[] {
    const held = holdingsOfEmployee(taken.employee).filter(
      (holding) => holding.client !== client && holding.call !== call && touches(holding.possible, within),
    )
    const guarded = guardsOfEmployee(taken.employee).filter(
      (guard) => guard.call !== call && touches(guard.possible, within),
    )
    return [...held, ...guarded].map((one) => one.taken)
  }

  return {
    calls,
    services,
    careers,
    stays,
    holdings,
    employees,
    startsOf: (service) => [
      ...new Set(named.filter((spot) => spot.service === service).map(({ start }) => start)),
    ],
    callsAbout: (taken, { ended }) =>
      calls
        .filter((call) => call.began <= ended && concerns(call, taken, careers, services))
        .slice(-MOST_TOLD),
    mayBeBooked: (taken, within, except = {}) =>
      isCrowded(
        taken,
        appointments(
          taken,
          ({ told, possible }) => told.id !== except.appointment && touches(possible, within),
        ),
      ),
    mayBeLocked(taken, within, except = {}) {
      const locks = lockers(taken, within, except)
      if (!locks.some((lock) => excludes(taken, lock) || isOneGroup(taken, lock))) return false
      const booked = appointments(
        taken,
        ({ told, possible }) => told.id !== except.appointment && touches(possible, within),
      )
      return isCrowded(taken, [...locks, ...booked])
    },
    isBooked: (taken, within) =>
      isCrowded(
        taken,
        appointments(taken, ({ sure }) => covers(sure, within)),
      ),
    isHeld(taken, within, { client }) {
      const held = holdingsOfEmployee(taken.employee)
        .filter((holding) => holding.client !== client && covers(holding.sure, within))
        .map((holding) => holding.taken)
      return isCrowded(taken, [...held, ...appointments(taken, ({ sure }) => covers(sure, within))])
    },
  }
}

const MOST_TOLD = 12

/** Whether the call asked for such time, gave it back, or moved an appointment away from it. */
function concerns(call: Call, taken: Taken, careers: Careers, services: Services): boolean {
  const isThere = (other: Taken) => excludes(taken, other) || isOneGroup(taken, other)
  if ('appointment' in call.asked && call.kind !== 'show') {
    const stays = careers.get(call.asked.appointment) ?? []
    if (stays.some((stay) => isThere(stay.taken))) return true
  }
  const spot = call.kind === 'release' ? call.asked.spot : wantedBy(call, careers)
  if (!spot) return false
  return isThere(
    takenBy({ ...spot, employee: spot.employee === 'any' ? taken.employee : spot.employee }, services),
  )
}

const groupOf = (taken: Taken, others: readonly Taken[]) =>
  others.filter((other) => isOneGroup(taken, other)).length

function byEmployee<One extends { readonly taken: Taken }>(
  all: readonly One[],
): (id: number) => readonly One[] {
  const lists = Map.groupBy(all, ({ taken }) => taken.employee)
  return (id) => lists.get(id) ?? []
}

/** Where a call for time would lead; undefined for other calls, and where the appointment to be moved is not there. */
export function wantedBy(call: Call, careers: Careers): OpenSpot | undefined {
  if (call.kind === 'lock' || call.kind === 'book') return call.asked.spot
  if (call.kind !== 'move') return undefined
  const { appointment, employee, start } = call.asked
  const service = careers.get(appointment)?.[0]?.taken.service
  return service == null ? undefined : { employee, service, start }
}

function guardsOf(
  calls: readonly Call[],
  careers: Careers,
  employees: readonly number[],
  services: Services,
): Guard[] {
  return calls.flatMap((call) => {
    if (call.kind !== 'book' && call.kind !== 'move') return []
    const spot = wantedBy(call, careers)
    if (!spot) return []
    const { is } = call.outcome
    const until = is === 'ok' || is === 'refused' ? call.ended : Number.POSITIVE_INFINITY
    const possible = { from: call.began, until }
    const of = spot.employee === 'any' ? employees : [spot.employee]
    return of.map((employee) => ({ call, taken: takenBy({ ...spot, employee }, services), possible }))
  })
}

/** The holding whose token was shown, if the token is one that was ever told. */
export function holderOf(scene: Scene, shown: string | undefined): Holding | undefined {
  return shown === undefined ? undefined : scene.holdings.all.find(({ token }) => token === shown)
}
