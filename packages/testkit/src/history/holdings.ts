import type { Call, CallOf, Moment, Span, Spot } from './calls.ts'
import { type Services, type Taken, takenBy } from './taken.ts'

/**
 * What came of one call for a lock. `possible` lies around the time for which the client held it. A refused call may
 * have held it while it was decided.
 */
export interface Holding {
  readonly client: string
  readonly spot: Spot
  readonly taken: Taken
  readonly call: CallOf<'lock'>
  /** Undefined where it was not acknowledged. */
  readonly token: string | undefined
  /** Within the time for which the client held it; empty where that is not known. */
  readonly sure: Span
  readonly possible: Span
}

/** A lock's rest is told in whole seconds, rounded up; the server counts in whole milliseconds. */
export const ROUNDING = 1_001

export interface Holdings {
  readonly all: readonly Holding[]
  /**
   * Until when the holding was surely there if these calls did nothing to it: those that may have ended it, by
   * somebody who could, count from when they began.
   */
  sureUntil(holding: Holding, without: (call: Call) => boolean): Moment
}

/** `effective`: requests that changed an appointment. */
export function holdingsOf(
  calls: readonly Call[],
  services: Services,
  effective: ReadonlySet<string>,
): Holdings {
  const byClient = Map.groupBy(calls, ({ client }) => client)

  function sureUntil(granted: CallOf<'lock'>, without: (call: Call) => boolean): Moment {
    if (granted.outcome.is !== 'ok') return Number.NEGATIVE_INFINITY
    const { token, expiresInSeconds } = granted.outcome.told
    const ends = (byClient.get(granted.client) ?? [])
      .filter((call) => call !== granted && !without(call) && mayEnd(call, granted, token))
      .map(({ began }) => began)
    return Math.min(granted.began + expiresInSeconds * 1000 - ROUNDING, ...ends)
  }

  function possibleUntil(granted: CallOf<'lock'>): Moment {
    if (granted.outcome.is === 'refused') return granted.ended
    if (granted.outcome.is !== 'ok') return Number.POSITIVE_INFINITY
    const { token, expiresInSeconds } = granted.outcome.told
    const ends = (byClient.get(granted.client) ?? [])
      .filter((call) => call.began >= granted.ended && surelyEnds(call, granted, token, effective))
      .map(({ ended }) => ended)
    return Math.min(granted.ended + expiresInSeconds * 1000 + ROUNDING, ...ends)
  }

  const all = calls
    .filter((call) => call.kind === 'lock')
    .map((call): Holding => {
      const { spot } = call.asked
      return {
        client: call.client,
        spot,
        taken: takenBy(spot, services),
        call,
        token: call.outcome.is === 'ok' ? call.outcome.told.token : undefined,
        sure: { from: call.ended, until: sureUntil(call, () => false) },
        possible: { from: call.began, until: possibleUntil(call) },
      }
    })
  return { all, sureUntil: ({ call }, without) => sureUntil(call, without) }
}

/** Whether the client's call may have ended the lock after it was granted. What was refused or failed in a booking has not. */
function mayEnd(call: Call, granted: CallOf<'lock'>, token: string): boolean {
  const { is } = call.outcome
  switch (call.kind) {
    case 'lock':
      // One whose outcome nobody knows may still be under way, however long ago it began.
      return is === 'ok' ? call.ended > granted.began : is !== 'refused'
    case 'release':
      return call.asked.shown === token && is !== 'refused'
    case 'book':
    case 'move':
      return call.asked.shown === token && (is === 'ok' || is === 'unknown')
    default:
      return false
  }
}

/** Whether the client's later call has ended the lock for certain. */
function surelyEnds(
  call: Call,
  { asked: { spot } }: CallOf<'lock'>,
  token: string,
  effective: ReadonlySet<string>,
): boolean {
  if (call.outcome.is !== 'ok') return false
  switch (call.kind) {
    case 'lock':
      return true
    case 'release':
      return call.asked.spot.employee === spot.employee && call.asked.spot.start === spot.start
    case 'book':
    case 'move': {
      const { request, shown } = call.asked
      const { employee, start } = call.outcome.told.appointment
      return shown === token && effective.has(request) && employee === spot.employee && start === spot.start
    }
    default:
      return false
  }
}
