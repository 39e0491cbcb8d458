import type { Instant } from '@appointease/domain'
import type { SeenDay } from './seenDay.ts'
import { fullFields, NO_OPS, type StoreStatus } from './slotFields.ts'

/** One view of a day, serialised once for everybody who sees it; `you` stands between the two halves. */
interface Written {
  readonly status: StoreStatus
  readonly from: Instant
  /** The first moment at which it would be written otherwise: another second, on the clock or of a countdown. */
  readonly until: number
  readonly unchanged: string
  readonly beforeYou: string
  readonly afterYou: string
  /** The same as a stream says it; the employee follows. */
  readonly afterYouInStream: string
}

const written = new WeakMap<SeenDay, Written>()

/** The heartbeat's reply, as slotFields and the heartbeat's tail would be serialised, for a caller who is not signed in. */
export function heartbeatText(
  seen: SeenDay,
  status: StoreStatus,
  you: string | undefined,
  since: string | undefined,
  now: Instant,
): string {
  const text = present(seen, status, now)
  if (since === seen.version) return text.unchanged
  return text.beforeYou + (you === undefined ? '' : `,"appointease_you":"${you}"`) + text.afterYou
}

/** The `data` of an event, with the empty line that ends it. */
export function streamData(
  seen: SeenDay,
  status: StoreStatus,
  you: string | undefined,
  employeeId: number,
  now: Instant,
): string {
  const text = present(seen, status, now)
  const named = you === undefined ? '' : `,"appointease_you":"${you}"`
  return `data: ${text.beforeYou}${named}${text.afterYouInStream}${employeeId}}\n\n`
}

function present(seen: SeenDay, status: StoreStatus, now: Instant): Written {
  const known = written.get(seen)
  if (known && known.from <= now && now < known.until && isSame(known.status, status)) return known
  const made = write(seen, status, now)
  written.set(seen, made)
  return made
}

const isSame = (one: StoreStatus, other: StoreStatus) =>
  one.storageMode === other.storageMode && one.redisStatus === other.redisStatus

function write(seen: SeenDay, status: StoreStatus, now: Instant): Written {
  const { server_time, redis_status, storage_mode, redis_ops, ...slots } = fullFields(
    seen,
    status,
    NO_OPS,
    undefined,
    now,
  )
  const modes = { redis_status, storage_mode }
  const tail = { 'wp-auth-check': false, server_time }
  const unchanged = { appointease_version: seen.version, appointease_unchanged: true, ...modes, ...tail }
  return {
    status,
    from: now,
    until: changesAt(seen, now),
    unchanged: JSON.stringify(unchanged),
    beforeYou: JSON.stringify(slots).slice(0, -1),
    afterYou: `,${JSON.stringify({ ...modes, redis_ops, ...tail }).slice(1)}`,
    afterYouInStream: `,${JSON.stringify({ ...modes, redis_ops, server_time }).slice(1, -1)},"employee_id":`,
  }
}

function changesAt({ locks }: SeenDay, now: Instant): number {
  let next = (Math.floor(now / 1000) + 1) * 1000
  for (const { expiresAt } of locks) {
    const secondsLeft = Math.ceil((expiresAt - now) / 1000)
    if (secondsLeft > 0) next = Math.min(next, expiresAt - (secondsLeft - 1) * 1000)
  }
  return next
}
