import type { BusinessHoursReply, WeeklyHoursReply } from '@appointease/contract'
import { minuteOfDay, type WallInterval, type Weekday, type WeeklyHours } from '@appointease/domain'
import type { BusinessSettings } from '../../ports/catalog.ts'

const WEEKDAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
/** Of days that are equally common the first in this order describes the week. */
const FROM_MONDAY: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const CLOSED = '00:00'

export function presentBusinessHours({ openingHours, rules }: BusinessSettings): BusinessHoursReply {
  const day = commonestDay(openingHours)
  const lunch = longestBreak(day)
  return {
    working_days: WEEKDAYS.flatMap((weekday, index) =>
      isOpen(openingHours, weekday) ? [String(index)] : [],
    ),
    start_time: day[0]?.start ?? CLOSED,
    end_time: day.at(-1)?.end ?? CLOSED,
    lunch_start: lunch?.start ?? null,
    lunch_end: lunch?.end ?? null,
    weekly: presentWeek(openingHours),
    timezone: rules.timeZone,
  }
}

function presentWeek(hours: WeeklyHours): WeeklyHoursReply {
  const day = (weekday: Weekday) =>
    (hours[weekday] ?? []).map(({ start, end }): [string, string] => [start, end])
  return {
    sun: day('sun'),
    mon: day('mon'),
    tue: day('tue'),
    wed: day('wed'),
    thu: day('thu'),
    fri: day('fri'),
    sat: day('sat'),
  }
}

function isOpen(hours: WeeklyHours, weekday: Weekday): boolean {
  return (hours[weekday] ?? []).length > 0
}

/** The hours that most open weekdays have; none where the business is never open. */
function commonestDay(hours: WeeklyHours): readonly WallInterval[] {
  const open = FROM_MONDAY.map((weekday) => hours[weekday] ?? []).filter((day) => day.length > 0)
  const count = (day: readonly WallInterval[]) => open.filter((other) => isSame(other, day)).length
  return open.reduce<readonly WallInterval[]>(
    (best, day) => (count(day) > count(best) ? day : best),
    open[0] ?? [],
  )
}

function isSame(one: readonly WallInterval[], other: readonly WallInterval[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** The gap between two opening intervals that people would call lunch. */
function longestBreak(day: readonly WallInterval[]): WallInterval | undefined {
  const gaps = day.slice(1).map((interval, index): WallInterval => {
    return { start: day[index]?.end ?? interval.start, end: interval.start }
  })
  const length = ({ start, end }: WallInterval) => minuteOfDay(end) - minuteOfDay(start)
  return gaps.reduce<WallInterval | undefined>(
    (longest, gap) => (longest && length(longest) >= length(gap) ? longest : gap),
    undefined,
  )
}
