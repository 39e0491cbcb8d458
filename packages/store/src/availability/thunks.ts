import type { Slot } from '../booking/reducer.ts'
import { type AsyncThunk, type Surroundings, stateOf } from '../thunk.ts'
import { lastDateOf } from '../times/calendar.ts'
import { bookableDates } from './selectors.ts'

/** How long a month's free days are believed before they are asked for again. */
const FRESH_MS = 30_000

/** The part of a month that may be booked; undefined where none of it may. */
function bookableDaysOf(month: string, { today, last }: { today: string; last: string }) {
  const first = `${month}-01`
  const end = lastDateOf(month)
  const from = first > today ? first : today
  const to = end > last ? last : end
  return from > to ? undefined : { from, to }
}

export function availabilityThunks({ api, now, clientId }: Surroundings) {
  // What this visitor holds rules nothing out for them, so they are told who asks.
  const asked = (serviceId: number) => ({
    service_id: serviceId,
    employee_id: 'any' as const,
    client_id: clientId,
  })
  const running = new Map<string, Promise<void>>()

  const fetchMonth =
    (serviceId: number, month: string): AsyncThunk =>
    async (context) => {
      const days = bookableDaysOf(month, bookableDates(stateOf(context), now()))
      if (!days) {
        context.dispatch({ type: 'MONTH_CAME', serviceId, month, days: [], at: now() })
        return
      }
      context.dispatch({ type: 'MONTH_ASKED', serviceId, month })
      const result = await api.listAvailability({
        query: { ...asked(serviceId), ...days },
      })
      if (result.ok)
        context.dispatch({ type: 'MONTH_CAME', serviceId, month, days: result.data.days, at: now() })
      else context.dispatch({ type: 'MONTH_FAILED', serviceId, month, error: result.error })
    }

  return {
    /** Asks for a month unless it is fresh; several asking at once share one request. */
    loadMonth:
      (serviceId: number, month: string): AsyncThunk =>
      (context) => {
        const known = stateOf(context).availability[serviceId]?.months[month]
        if (known?.status === 'ready' && now() - known.at < FRESH_MS) return Promise.resolve()
        const key = `${serviceId}/${month}`
        const request =
          running.get(key) ??
          context.dispatch(fetchMonth(serviceId, month)).finally(() => running.delete(key))
        running.set(key, request)
        return request
      },

    /** Whether the day's free starts could be had anew. */
    refreshDay:
      (serviceId: number, date: string): AsyncThunk<boolean> =>
      async ({ dispatch }) => {
        const result = await api.listAvailability({
          query: { ...asked(serviceId), from: date, to: date },
        })
        if (!result.ok) return false
        const slots = result.data.days.find((day) => day.date === date)?.slots ?? []
        dispatch({ type: 'DAY_CAME', serviceId, date, slots })
        return true
      },

    /** Whether the slot is free to everybody, so that nobody holds it, not even this visitor. */
    isFreeToAll:
      ({ serviceId, employeeId, date, start_utc }: Slot): AsyncThunk<boolean> =>
      async (context) => {
        const query = { service_id: serviceId, employee_id: employeeId, from: date, to: date }
        const result = await api.listAvailability({ query })
        const known = stateOf(context).availability[serviceId]?.days[date]?.free ?? []
        const free = result.ok ? result.data.days.flatMap((day) => day.slots) : known
        const same = free.find((slot) => slot.start_utc === start_utc)
        return same?.employee_ids.includes(employeeId) ?? false
      },
  }
}
