import { type Call, type Change, isChange, type Moment, type Span, type Told } from './calls.ts'
import { isActive } from './storedPromises.ts'
import type { StoredAppointment, StoredEntry, StoredState } from './storedState.ts'
import { type Taken, takenBy } from './taken.ts'

/**
 * One version of an appointment: where it was from one change to the next. The database's own history tells the
 * versions, also those of which no client knows; the calls tell when. `sure` lies within the time for which it was so,
 * and `possible` around it.
 */
export interface Stay {
  readonly told: Told
  readonly taken: Taken
  readonly isActive: boolean
  /** What the change that led here was asked for; undefined where no call asked for it. */
  readonly request: string | undefined
  readonly sure: Span
  readonly possible: Span
  /** The calls that asked for the change. */
  readonly calls: readonly Call[]
}

/** The versions of each appointment, from its first. */
export type Careers = ReadonlyMap<number, readonly Stay[]>

export function requestsOf(calls: readonly Call[]): ReadonlyMap<string, readonly Change[]> {
  return Map.groupBy(calls.filter(isChange), ({ asked }) => asked.request)
}

/** Every reply that tells of an appointment. */
export function tellingsOf(calls: readonly Call[]): { readonly call: Call; readonly told: Told }[] {
  return calls.flatMap((call) => {
    if (call.outcome.is !== 'ok' || !('appointment' in call.outcome.told)) return []
    return [{ call, told: call.outcome.told.appointment }]
  })
}

export function careersOf(calls: readonly Call[], state: StoredState): Careers {
  const requests = requestsOf(calls)
  const entries = Map.groupBy(state.entries, ({ appointment }) => appointment)
  const tellings = Map.groupBy(tellingsOf(calls), ({ told }) => told.id)
  return new Map(
    state.appointments.map((appointment) => {
      const changes = (entries.get(appointment.id) ?? []).map((entry, place) => {
        const request = place === 0 ? appointment.notes : entry.reason
        const asking: readonly Call[] = requests.get(request) ?? []
        const knowing = (tellings.get(appointment.id) ?? []).filter(({ told }) => told.version > place)
        return {
          entry,
          request: asking.length > 0 ? request : undefined,
          calls: asking,
          began: Math.min(...asking.map(({ began }) => began)),
          known: Math.min(...knowing.map(({ call }) => call.ended)),
        }
      })
      return [appointment.id, staysOf(appointment, inSequence(changes), state)]
    }),
  )
}

interface Dated {
  readonly entry: StoredEntry
  readonly request: string | undefined
  readonly calls: readonly Call[]
  /** Not before this; Infinity where nobody asked for it. */
  readonly began: Moment
  /** Not after this; Infinity where nobody was told. */
  readonly known: Moment
}

/** A change is not before the one before it. */
function inSequence(changes: readonly Dated[]): Dated[] {
  let earliest: Moment = Number.NEGATIVE_INFINITY
  return changes.map((change) => {
    if (change.began !== Number.POSITIVE_INFINITY) earliest = Math.max(earliest, change.began)
    return { ...change, began: earliest }
  })
}

function staysOf(
  { id, taken }: StoredAppointment,
  changes: readonly Dated[],
  { services }: StoredState,
): Stay[] {
  return changes.map(({ entry, request, calls, began, known }, place) => {
    const next = changes[place + 1]
    const { start, employee, status } = entry.to
    const told = {
      id,
      version: place + 1,
      employee: employee ?? taken.employee,
      start: start ?? taken.start,
      status: status ?? '',
    }
    return {
      told,
      taken: takenBy({ employee: told.employee, start: told.start, service: taken.service ?? 0 }, services),
      isActive: isActive(told),
      request,
      calls,
      sure: { from: known, until: next?.began ?? Number.POSITIVE_INFINITY },
      possible: { from: began, until: next?.known ?? Number.POSITIVE_INFINITY },
    }
  })
}
