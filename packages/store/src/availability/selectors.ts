import type { FreeSlot } from '@appointease/contract'
import { dataOf } from '../remote.ts'
import type { State } from '../state.ts'
import { addDays, todayIn } from '../times/calendar.ts'
import type { Start } from '../times/start.ts'
import type { MonthKnown } from './reducer.ts'

type Employee = number | 'any'

/** The dates that may be booked, in the business's calendar. */
export function bookableDates(state: State, now: number): { today: string; last: string } {
  const settings = dataOf(state.catalog)?.settings
  const today = todayIn(settings?.timezone ?? 'UTC', now)
  return { today, last: addDays(today, settings?.booking_window_days ?? 0) }
}

export const getMonth = (state: State, serviceId: number, month: string): MonthKnown | undefined =>
  state.availability[serviceId]?.months[month]

const given = (slots: readonly FreeSlot[], employee: Employee) =>
  slots.filter((slot) => employee === 'any' || slot.employee_ids.includes(employee))

const asStart = (date: string, slot: FreeSlot): Start => ({
  date,
  time: slot.time,
  start_utc: slot.start_utc,
  end_utc: slot.end_utc,
  employeeIds: slot.employee_ids,
})

/** Dates with at least one free start, in order, of the months that are known. */
export function datesWithRoom(state: State, serviceId: number, employee: Employee): string[] {
  const days = Object.entries(state.availability[serviceId]?.days ?? {})
  return days.flatMap(([date, day]) => (given(day.free, employee).length > 0 ? [date] : [])).sort()
}

/** Free starts in the order of time, of the months that are known. */
export function freeStarts(state: State, serviceId: number, employee: Employee): Start[] {
  const days = Object.entries(state.availability[serviceId]?.days ?? {})
  const starts = days.flatMap(([date, day]) =>
    given(day.free, employee).map((slot) => ({
      ...asStart(date, slot),
      employeeIds: employee === 'any' ? slot.employee_ids : [employee],
    })),
  )
  return starts.sort((a, b) => a.start_utc.localeCompare(b.start_utc))
}

/** Up to `count` free starts nearest to `instant` (milliseconds since 1970), in the order of time. */
export function nearestStarts(starts: readonly Start[], instant: number, count: number): Start[] {
  const away = (start: Start) => Math.abs(Date.parse(start.start_utc) - instant)
  const nearest = [...starts].sort((a, b) => away(a) - away(b)).slice(0, count)
  return nearest.sort((a, b) => a.start_utc.localeCompare(b.start_utc))
}
