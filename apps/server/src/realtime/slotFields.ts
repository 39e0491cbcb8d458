import type { PollSlotsReply, SlotFields } from '@appointease/contract'
import type { Instant } from '@appointease/domain'
import type { EphemeralStore, RedisOps } from '../ports/ephemeral.ts'
import type { SeenDay } from './seenDay.ts'

export type StoreStatus = ReturnType<EphemeralStore['status']>

export interface Watcher {
  /** Alias of the one who watches, where they named themselves. */
  readonly you: string | undefined
  /** The version that they have. */
  readonly since: string | undefined
}

export const NO_OPS: RedisOps = { get: 0, set: 0, publish: 0 }

/** One day of one employee as poll and heartbeat send it. */
export function slotFields(
  seen: SeenDay,
  status: StoreStatus,
  redisOps: RedisOps,
  watcher: Watcher,
  now: Instant,
): PollSlotsReply {
  if (watcher.since !== seen.version) return fullFields(seen, status, redisOps, watcher.you, now)
  return {
    appointease_version: seen.version,
    appointease_unchanged: true,
    redis_status: status.redisStatus,
    storage_mode: status.storageMode,
    server_time: Math.floor(now / 1000),
  }
}

export function fullFields(
  { booked, locked, locks, selections, version }: SeenDay,
  status: StoreStatus,
  redisOps: RedisOps,
  you: string | undefined,
  now: Instant,
): SlotFields {
  return {
    appointease_active_selections: selections.map((selection) => ({
      client_id: selection.owner,
      time: selection.time,
      timestamp: Math.floor(selection.since / 1000),
    })),
    appointease_booked_slots: [...booked],
    appointease_locked_slots: [...locked],
    appointease_locks: locks.map((lock) => ({
      time: lock.time,
      client_id: lock.owner,
      expires_in: Math.max(0, Math.ceil((lock.expiresAt - now) / 1000)),
    })),
    appointease_version: version,
    ...(you !== undefined && { appointease_you: you }),
    redis_status: status.redisStatus,
    storage_mode: status.storageMode,
    redis_ops: redisOps,
    server_time: Math.floor(now / 1000),
  }
}
