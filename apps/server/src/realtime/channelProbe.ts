import { type CalendarDate, instantOf } from '@appointease/domain'
import type { QuickStore } from '../ports/quickStore.ts'
import { isProbe, PROBED_EMPLOYEE, type SlotNews } from '../ports/slotEvents.ts'

/** Of performance.now: probes go out so often, and one that has not come back for so long was lost. */
const BETWEEN_MILLISECONDS = 600
const LOST_MILLISECONDS = 700
/**
 * On a cluster a message goes through the server that its channel belongs to. The channels of these dates are spread evenly
 * over a cluster's slots, so that each of up to sixteen servers is asked for its word every time.
 */
const SPREAD_DATES = (
  '1970-01-06 1970-01-10 1970-08-24 1970-06-10 1970-09-13 1970-09-05 1970-04-08 1970-05-05 ' +
  '1970-08-21 1970-11-20 1970-04-21 1970-12-19 1970-05-16 1970-04-07 1970-09-16 1970-08-07'
).split(' ') as CalendarDate[]
const ONE_DATE = SPREAD_DATES.slice(0, 1)

interface Sent {
  readonly number: number
  readonly at: number
}

/** Whether what others say over the quick store is heard here. */
export interface ChannelProbe {
  /** To be called many times a second: says something that only this process listens for. */
  tick(quick: Pick<QuickStore, 'publish' | 'isSpread'>): void
  /** Takes in what was heard; true where it was a probe, of whichever process, and no news. */
  takes(news: SlotNews): boolean
  /** Everything that is said comes back. */
  isHeard(): boolean
}

/**
 * A channel on which nothing is heard looks like one on which nothing is said. So each process says something itself, and
 * listens for it on the same way by which the news of others come.
 */
export function createChannelProbe(random: () => number = Math.random): ChannelProbe {
  const own = Math.floor(random() * Number.MAX_SAFE_INTEGER)
  const missing = new Map<CalendarDate, Sent>()
  let count = 0
  let saidAt = Number.NEGATIVE_INFINITY

  return {
    tick(quick) {
      const now = performance.now()
      if (now - saidAt < BETWEEN_MILLISECONDS) return
      saidAt = now
      count += 1
      // Whose it is and which one, in the numbers that a change has room for.
      const occupied = { start: instantOf(own), end: instantOf(count) }
      for (const date of quick.isSpread ? SPREAD_DATES : ONE_DATE) {
        // One that is missing already stays so until its own channel is heard again.
        if (!missing.has(date)) missing.set(date, { number: count, at: now })
        quick.publish({ employeeId: PROBED_EMPLOYEE, date, occupied })
      }
    },
    takes(news) {
      if (!isProbe(news)) return false
      const sent = missing.get(news.date)
      if (sent && news.occupied?.start === own && news.occupied.end >= sent.number) missing.delete(news.date)
      return true
    },
    isHeard() {
      const lost = performance.now() - LOST_MILLISECONDS
      // Whoever was stopped for a while has said nothing, and what came meanwhile is still to be read.
      if (saidAt < lost - BETWEEN_MILLISECONDS) return false
      for (const { at } of missing.values()) if (at < lost) return false
      return true
    },
  }
}
