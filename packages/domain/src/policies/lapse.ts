import type { AppointmentStatus } from '../appointments/status.ts'
import type { Instant, Interval } from '../time/types.ts'

const HOUR = 3_600_000

/**
 * Whether an appointment that waits to be approved has waited long enough: until it begins, or `pendingHours` since it
 * was made or moved, whichever comes first.
 */
export function hasLapsed(
  {
    status,
    slot,
    updatedAt,
  }: { readonly status: AppointmentStatus; readonly slot: Interval; readonly updatedAt: Instant },
  pendingHours: number | undefined,
  now: Instant,
): boolean {
  if (status !== 'pending') return false
  return slot.start <= now || (pendingHours !== undefined && updatedAt + pendingHours * HOUR <= now)
}
