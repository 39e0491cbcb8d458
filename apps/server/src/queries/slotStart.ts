import {
  type CalendarDate,
  type Instant,
  resolveWallTime,
  type TimeZoneId,
  type WallTime,
} from '@appointease/domain'
import type { Outcome } from '../ports/storage.ts'

/** The start somebody asks for: on the business's wall clock, or exactly. */
export type WantedStart =
  | { readonly kind: 'wall'; readonly date: CalendarDate; readonly time: WallTime }
  | { readonly kind: 'instant'; readonly instant: Instant }

/** A wall time that happens twice means its first occurrence; one that never happens is refused. */
export function resolveStart(
  wanted: WantedStart,
  zone: TimeZoneId,
): Outcome<Instant, { readonly kind: 'nonexistent_time' }> {
  if (wanted.kind === 'instant') return { ok: true, value: wanted.instant }
  const resolved = resolveWallTime(wanted.date, wanted.time, zone)
  return resolved.ok ? { ok: true, value: resolved.instant } : resolved
}
