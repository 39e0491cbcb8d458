import { createHash } from 'node:crypto'
import type { PollSlotsReply } from '@appointease/contract'
import type { WallTime } from '@appointease/domain'
import type { EphemeralStore, RedisOps } from '../ports/ephemeral.ts'
import type { DayView } from '../queries/daySlots.ts'

interface Watcher {
  /** Alias of the one who watches, where they named themselves. */
  readonly you: string | undefined
  /** The version they have. */
  readonly since: string | undefined
}

/**
 * One day of one employee as poll, heartbeat and push send it. The version changes with everything that another
 * visitor's doing changes and with nothing else: countdowns run on the watcher's side.
 */
export function slotFields(
  view: DayView,
  status: ReturnType<EphemeralStore['status']>,
  redisOps: RedisOps,
  watcher: Watcher,
): PollSlotsReply {
  const claimed = (kind: 'slot_taken' | 'slot_locked') =>
    distinct(view.slots.filter((slot) => slot.claim?.kind === kind).map((slot) => slot.time))
  const booked = claimed('slot_taken')
  const locked = claimed('slot_locked')
  const selections = latestAtEachTime(view.selections)
  const version = versionOf({ ...view, selections }, booked, locked)
  const tail = {
    redis_status: status.redisStatus,
    storage_mode: status.storageMode,
    server_time: Math.floor(view.now / 1000),
  }
  if (watcher.since === version)
    return {
      appointease_version: version,
      appointease_unchanged: true,
      ...tail,
    }
  const { server_time, ...modes } = tail
  return {
    appointease_active_selections: selections.map((selection) => ({
      client_id: selection.owner,
      time: selection.time,
      timestamp: Math.floor(selection.since / 1000),
    })),
    appointease_booked_slots: booked,
    appointease_locked_slots: locked,
    appointease_locks: view.locks.map((lock) => ({
      time: lock.time,
      client_id: lock.owner,
      expires_in: Math.max(0, Math.ceil((lock.expiresAt - view.now) / 1000)),
    })),
    appointease_version: version,
    ...(watcher.you !== undefined && { appointease_you: watcher.you }),
    ...modes,
    redis_ops: redisOps,
    server_time,
  }
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

function versionOf(view: DayView, booked: readonly string[], locked: readonly string[]): string {
  const locks = view.locks.map((lock) => [lock.owner, lock.slot.start, lock.expiresAt])
  const selections = view.selections.map((selection) => [selection.owner, selection.time])
  const state = JSON.stringify([view.catalogVersion, booked, locked, locks, selections])
  return createHash('sha1').update(state).digest('base64url').slice(0, 16)
}
