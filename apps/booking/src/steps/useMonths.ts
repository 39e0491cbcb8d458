import { addMonths, freeStarts, movedAppointment, type Start } from '@appointease/store'
import { useSelect } from '@wordpress/data'
import { useMemo, useState } from 'react'
import { useApp, usePiece } from '../app.tsx'

interface Months {
  today: string
  last: string
  /** Free starts of the months that are known, in the order of time. */
  starts: Start[]
  /** Their dates, and the one of an appointment that is being moved: it is in nobody's way to another time that day. */
  days: string[]
  /** Whether everything up to the end of `month` is known. */
  isKnown(month: string): boolean
  hasFailed: boolean
}

/** Loads the months from today's to `until` and one ahead, and on while no room was found. */
export function useMonths(serviceId: number, employee: number | 'any', until: string | null): Months {
  const { store } = useApp()
  const [openedAt] = useState(Date.now)
  const { today, last } = useSelect((select) => select(store).bookableDates(openedAt), [store, openedAt])
  const state = usePiece((whole) => whole)
  const availability = state.availability[serviceId]
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the whole state only the availability is read
  const starts = useMemo(() => freeStarts(state, serviceId, employee), [availability, serviceId, employee])

  const moved = usePiece((whole) => movedAppointment(whole.moving))
  const days = useMemo(() => {
    const dates = new Set(starts.map((start) => start.date))
    const own = moved?.appointment_date.slice(0, 10)
    const isTheirs = employee === 'any' || employee === moved?.employee_id
    if (own && isTheirs && own >= today && own <= last) dates.add(own)
    return [...dates].sort()
  }, [starts, moved, employee, today, last])

  const first = today.slice(0, 7)
  const lastMonth = last.slice(0, 7)
  const known = availability?.months ?? {}
  const wanted = useMemo(() => {
    const months: string[] = []
    const viewed = until && until > first ? until : first
    for (
      let month = first;
      month <= lastMonth && month <= addMonths(viewed, 1);
      month = addMonths(month, 1)
    ) {
      months.push(month)
    }
    const next = addMonths(months[months.length - 1] ?? first, 1)
    const settled = months.every((month) => known[month]?.status === 'ready')
    return settled && starts.length === 0 && next <= lastMonth ? [...months, next] : months
  }, [first, lastMonth, until, known, starts.length])
  useSelect(
    (select) => wanted.map((month) => select(store).getMonth(serviceId, month)),
    [store, serviceId, wanted],
  )

  return {
    today,
    last,
    starts,
    days,
    isKnown: (month) => known[month]?.status === 'ready',
    hasFailed: wanted.some((month) => known[month]?.status === 'failed'),
  }
}
