import { minuteOfDay, type WallInterval, type WallTime, wallTimeOf } from '@appointease/domain'
import type { Catalog } from '../ports/catalog.ts'

/** The starts of the business's ordinary week, ascending: the grid within the opening hours of any weekday. */
export function ordinaryStarts(catalog: Catalog, serviceId: number | undefined): readonly WallTime[] {
  const { rules, openingHours } = catalog.settings
  const service = serviceId === undefined ? undefined : catalog.calendar.services.get(serviceId)
  const step = service?.slotStepMinutes ?? rules.slotStepMinutes
  const starts = new Set<WallTime>()
  for (const intervals of Object.values(openingHours)) {
    for (const interval of intervals) for (const start of startsWithin(interval, step)) starts.add(start)
  }
  return [...starts].sort()
}

function startsWithin(interval: WallInterval, step: number): WallTime[] {
  const opens = minuteOfDay(interval.start)
  const closes = minuteOfDay(interval.end)
  const end = closes > opens ? closes : closes + 1440
  const starts: WallTime[] = []
  for (let minute = Math.ceil(opens / step) * step; minute + step <= end; minute += step) {
    starts.push(wallTimeOf(minute % 1440))
  }
  return starts
}
