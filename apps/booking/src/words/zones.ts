import { wallClock } from '@appointease/store'

/** "New York" of "America/New_York". */
export const zoneName = (zone: string): string => (zone.split('/').pop() ?? zone).replace(/_/g, ' ')

const HALF_A_YEAR_MS = 182 * 86_400_000

/** Whether the walls of both show the same time, in winter and in summer. */
export const sameClock = (one: string, other: string, now: number): boolean =>
  [now, now + HALF_A_YEAR_MS].every((instant) => wallClock(instant, one) === wallClock(instant, other))
