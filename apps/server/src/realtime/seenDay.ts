import { createHash } from 'node:crypto'
import type { WallTime } from '@appointease/domain'
import type { ActiveSelection } from '../ports/ephemeral.ts'
import type { SlotLockRecord } from '../ports/locks.ts'
import type { DayView } from '../queries/daySlots.ts'

/** One day of one employee as somebody who watches it sees it. */
export interface SeenDay {
  /**
   * Changes with everything that another visitor's doing changes and with nothing else: countdowns run on the watcher's
   * side. The same in every process.
   */
  readonly version: string
  readonly booked: readonly WallTime[]
  readonly locked: readonly WallTime[]
  readonly locks: readonly SlotLockRecord[]
  readonly selections: readonly ActiveSelection[]
}

export function seenDay(view: DayView): SeenDay {
  const claimed = (kind: 'slot_taken' | 'slot_locked') =>
    distinct(view.slots.filter((slot) => slot.claim?.kind === kind).map((slot) => slot.time))
  const seen = {
    booked: claimed('slot_taken'),
    locked: claimed('slot_locked'),
    locks: view.locks,
    selections: latestAtEachTime(view.selections),
  }
  return { ...seen, version: versionOf(view.catalogVersion, seen) }
}

/** Enough to see that somebody looks; a crowd at one time makes the reply no longer. */
const SHOWN_AT_EACH_TIME = 3

function latestAtEachTime(selections: DayView['selections']): DayView['selections'] {
  const seen = new Map<WallTime, number>()
  return selections
    .toReversed()
    .filter(({ time }) => {
      const count = (seen.get(time) ?? 0) + 1
      seen.set(time, count)
      return count <= SHOWN_AT_EACH_TIME
    })
    .toReversed()
}

/** A repeated hour has its times twice; the flat lists name a time once. */
function distinct(times: readonly WallTime[]): WallTime[] {
  return [...new Set(times)]
}

function versionOf(catalogVersion: string, seen: Omit<SeenDay, 'version'>): string {
  const locks = seen.locks.map((lock) => [lock.owner, lock.slot.start, lock.expiresAt])
  const selections = seen.selections.map((selection) => [selection.owner, selection.time])
  const state = JSON.stringify([catalogVersion, seen.booked, seen.locked, locks, selections])
  return createHash('sha1').update(state).digest('base64url').slice(0, 16)
}
