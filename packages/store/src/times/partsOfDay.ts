import { wallClock } from './calendar.ts'

export type PartOfDay = 'morning' | 'afternoon' | 'evening'

export interface TimeGroup<T> {
  key: string
  /** The date on the wall in the zone that was asked for. */
  date: string
  part: PartOfDay
  items: T[]
}

const partAt = (hour: number): PartOfDay => (hour < 12 ? 'morning' : hour < 17 ? 'afternoon' : 'evening')

/**
 * Parts of the day as the clock in `zone` has them, in the order of time. One day of the business may reach over
 * midnight for a visitor far away: such a part is a group of its own, with its own date.
 */
export function groupByPartOfDay<T extends { instant: number }>(
  items: readonly T[],
  zone: string,
): TimeGroup<T>[] {
  const groups = new Map<string, TimeGroup<T>>()
  for (const item of [...items].sort((a, b) => a.instant - b.instant)) {
    const [date = '', clock = ''] = wallClock(item.instant, zone).split('T')
    const part = partAt(Number(clock.slice(0, 2)))
    const key = `${date} ${part}`
    const group = groups.get(key) ?? { key, date, part, items: [] }
    group.items.push(item)
    groups.set(key, group)
  }
  return [...groups.values()]
}
