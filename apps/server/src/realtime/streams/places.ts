import type { Refusal } from '../../commands/refusals.ts'
import type { Outcome } from '../../ports/storage.ts'

/** Streams at once: of one address for one client, of one address whatever clients it names, and in one process. */
export interface StreamLimits {
  readonly each: number
  readonly address: number
  readonly all: number
}

export interface Places {
  /** Takes a place, which is given back once, or says why there is none. `who`: an address, a space, and a client or nothing. */
  take(who: string): Outcome<undefined, Refusal>
  give(who: string): void
}

/** Tabs that are closed give their places back within seconds. */
const OWN_RETRY_SECONDS = 10
const FULL_RETRY = { leastSeconds: 5, spreadSeconds: 25 }

const addressOf = (who: string) => who.slice(0, who.indexOf(' '))

/** Counts in this process alone: a limit on what one visitor can cost it, and on what it can carry. */
export function createPlaces({ each, address, all }: StreamLimits, random: () => number): Places {
  const taken = createTally()
  const takenByAddress = createTally()

  return {
    take(who) {
      if (taken.of(who) >= each || takenByAddress.of(addressOf(who)) >= address)
        return { ok: false, refusal: { kind: 'rate_limited', retryAfterSeconds: OWN_RETRY_SECONDS } }
      if (taken.total() >= all) {
        const retryAfterSeconds = FULL_RETRY.leastSeconds + Math.floor(random() * FULL_RETRY.spreadSeconds)
        return { ok: false, refusal: { kind: 'server_busy', retryAfterSeconds } }
      }
      taken.add(who)
      takenByAddress.add(addressOf(who))
      return { ok: true, value: undefined }
    },
    give(who) {
      if (taken.remove(who)) takenByAddress.remove(addressOf(who))
    },
  }
}

function createTally() {
  const counts = new Map<string, number>()
  let total = 0
  return {
    of: (name: string) => counts.get(name) ?? 0,
    total: () => total,
    add(name: string) {
      counts.set(name, (counts.get(name) ?? 0) + 1)
      total += 1
    },
    remove(name: string): boolean {
      const count = counts.get(name)
      if (count === undefined) return false
      total -= 1
      if (count === 1) counts.delete(name)
      else counts.set(name, count - 1)
      return true
    },
  }
}
