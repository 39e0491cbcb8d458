import type { FreeDay, FreeSlot } from '@appointease/contract'
import type { Failure } from '../api.ts'

/** One day of one service, whoever of the team gives it. */
export interface DayKnown {
  free: readonly FreeSlot[]
  /** Every start that was free since the page was opened, with all who could give it then: what goes is shown as gone. */
  seen: readonly FreeSlot[]
}

export type MonthKnown =
  | { status: 'loading' }
  | { status: 'ready'; at: number }
  | { status: 'failed'; error: Failure }

interface ServiceAvailability {
  /** By YYYY-MM. */
  months: Readonly<Record<string, MonthKnown>>
  /** By YYYY-MM-DD; days without any free start may be absent. */
  days: Readonly<Record<string, DayKnown>>
}

/** By service id. */
export type AvailabilityState = Readonly<Record<number, ServiceAvailability>>

export type AvailabilityAction =
  | { type: 'MONTH_ASKED'; serviceId: number; month: string }
  | { type: 'MONTH_CAME'; serviceId: number; month: string; days: readonly FreeDay[]; at: number }
  | { type: 'MONTH_FAILED'; serviceId: number; month: string; error: Failure }
  | { type: 'DAY_CAME'; serviceId: number; date: string; slots: readonly FreeSlot[] }

const nothing: ServiceAvailability = { months: {}, days: {} }

function renewDay(before: DayKnown | undefined, free: readonly FreeSlot[]): DayKnown {
  const seen = new Map(before?.seen.map((slot) => [slot.start_utc, slot]))
  for (const slot of free) {
    const earlier = seen.get(slot.start_utc)?.employee_ids ?? []
    const everybody = [...new Set([...slot.employee_ids, ...earlier])]
    seen.set(slot.start_utc, { ...slot, employee_ids: everybody })
  }
  return { free, seen: [...seen.values()] }
}

function renewMonth(
  known: ServiceAvailability,
  month: string,
  came: readonly FreeDay[],
): ServiceAvailability['days'] {
  const slots = new Map(came.map((day) => [day.date, day.slots]))
  const before = Object.keys(known.days).filter((date) => date.startsWith(month))
  const dates = new Set([...before, ...slots.keys()])
  const renewed = [...dates].map((date) => [date, renewDay(known.days[date], slots.get(date) ?? [])] as const)
  return { ...known.days, ...Object.fromEntries(renewed) }
}

function oneService(known: ServiceAvailability, action: AvailabilityAction): ServiceAvailability {
  switch (action.type) {
    case 'MONTH_ASKED':
      if (known.months[action.month]?.status === 'ready') return known
      return { ...known, months: { ...known.months, [action.month]: { status: 'loading' } } }
    case 'MONTH_CAME':
      return {
        months: { ...known.months, [action.month]: { status: 'ready', at: action.at } },
        days: renewMonth(known, action.month, action.days),
      }
    case 'MONTH_FAILED':
      if (known.months[action.month]?.status === 'ready') return known
      return {
        ...known,
        months: { ...known.months, [action.month]: { status: 'failed', error: action.error } },
      }
    case 'DAY_CAME':
      return {
        ...known,
        days: { ...known.days, [action.date]: renewDay(known.days[action.date], action.slots) },
      }
    default:
      return known
  }
}

export function availability(state: AvailabilityState = {}, action: AvailabilityAction): AvailabilityState {
  if (!('serviceId' in action)) return state
  const before = state[action.serviceId] ?? nothing
  const after = oneService(before, action)
  return after === before ? state : { ...state, [action.serviceId]: after }
}
