import { minuteOfDay, type Service, type WallTime, type WeeklyHours, wallTimeOf } from '@appointease/domain'
import type { BusinessSettings } from '../ports/catalog.ts'

const DAY_MINUTES = 1440

/** The starts of the business's ordinary week, ascending. Without a service, of something that takes one step. */
export function ordinaryStarts(
  { openingHours, rules }: Pick<BusinessSettings, 'openingHours' | 'rules'>,
  service: Pick<Service, 'slotStepMinutes' | 'durationMinutes'> | undefined,
): readonly WallTime[] {
  const step = service?.slotStepMinutes ?? rules.slotStepMinutes
  return startsOfWeek(openingHours, step, service?.durationMinutes ?? step)
}

/**
 * Starts on the grid from which something of `durationMinutes` fits into an unbroken opening interval of any
 * weekday, by the clock. Says nothing about what is free on a particular date.
 */
export function startsOfWeek(
  hours: WeeklyHours,
  stepMinutes: number,
  durationMinutes: number,
): readonly WallTime[] {
  const starts = new Set<number>()
  for (const { start, end } of Object.values(hours).flat()) {
    const opens = minuteOfDay(start)
    const closes = minuteOfDay(end) > opens ? minuteOfDay(end) : minuteOfDay(end) + DAY_MINUTES
    const first = Math.ceil(opens / stepMinutes) * stepMinutes
    for (let minute = first; minute + durationMinutes <= closes; minute += stepMinutes)
      starts.add(minute % DAY_MINUTES)
  }
  return [...starts].sort((a, b) => a - b).map((minute) => wallTimeOf(minute))
}
