import type { OutboxKind } from '../ports/outbox.ts'

/**
 * Seconds before the next try. For appointments nearly a day in all; somebody waits for a code at the screen; a receiver of
 * webhooks is mostly back within minutes, if at all.
 */
const PAUSES = {
  code: [5, 15, 30, 60, 60, 120, 120, 120],
  appointment: [60, 300, 900, 3600, 7200, 14_400, 28_800, 28_800],
  webhook: [10, 60, 300, 900, 1800, 3600, 7200, 10_800, 14_400, 14_400, 14_400, 14_400],
} as const
const JITTER = 0.2

/**
 * Milliseconds until the next try after `failures` failed ones (at least 1), up to a fifth longer or shorter, so that
 * what failed together does not come back together. Undefined: enough. `random` is from 0 up to 1.
 */
export function pauseAfter(
  failures: number,
  kind: OutboxKind | 'webhook',
  random: number,
): number | undefined {
  const seconds = pausesOf(kind)[failures - 1]
  return seconds === undefined ? undefined : Math.round(seconds * 1000 * (1 - JITTER + 2 * JITTER * random))
}

function pausesOf(kind: OutboxKind | 'webhook'): readonly number[] {
  switch (kind) {
    case 'one_time_code':
      return PAUSES.code
    case 'webhook':
      return PAUSES.webhook
    default:
      return PAUSES.appointment
  }
}
