import type { Refusal } from '../../commands/refusals.ts'
import type { Outcome } from '../../ports/storage.ts'

/** Streams that one address has at once for one client, and that one process carries. */
export interface StreamLimits {
  readonly each: number
  readonly all: number
}

export interface Places {
  /** Takes a place, which is given back once, or says why there is none. */
  take(who: string): Outcome<undefined, Refusal>
  give(who: string): void
}

/** Tabs that are closed give their places back within seconds. */
const OWN_RETRY_SECONDS = 10
const FULL_RETRY = { leastSeconds: 5, spreadSeconds: 25 }

/** Counts in this process alone: a limit on what one visitor can cost it, and on what it can carry. */
export function createPlaces({ each, all }: StreamLimits, random: () => number): Places {
  const taken = new Map<string, number>()
  let total = 0

  return {
    take(who) {
      const own = taken.get(who) ?? 0
      if (own >= each)
        return { ok: false, refusal: { kind: 'rate_limited', retryAfterSeconds: OWN_RETRY_SECONDS } }
      if (total >= all) {
        const retryAfterSeconds = FULL_RETRY.leastSeconds + Math.floor(random() * FULL_RETRY.spreadSeconds)
        return { ok: false, refusal: { kind: 'server_busy', retryAfterSeconds } }
      }
      taken.set(who, own + 1)
      total += 1
      return { ok: true, value: undefined }
    },
    give(who) {
      const left = (taken.get(who) ?? 0) - 1
      if (left < 0) return
      total -= 1
      if (left === 0) taken.delete(who)
      else taken.set(who, left)
    },
  }
}
