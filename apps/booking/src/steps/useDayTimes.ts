import { mergeDay, type Slot, type StartOption } from '@appointease/store'
import { useNow } from '@appointease/ui'
import { useEffect, useState } from 'react'
import { useActions, usePiece } from '../app.tsx'
import { useChosen } from '../frame/useChosen.ts'
import { useZone } from '../frame/zone.tsx'

const TEAM_REFRESH_MS = 10_000

type DayStatus = 'loading' | 'ready' | 'failed'

/** What of the visitor's own is on the screen: also a time that was asked for and not yet answered. */
function useOwn(): Slot | null {
  return usePiece(({ booking: { hold } }) => {
    if (hold.kind === 'held' || hold.kind === 'asking') return hold.slot
    return hold.kind === 'refused' ? (hold.kept?.slot ?? null) : null
  })
}

/** For one employee the feed tells of every change; for the whole team the free starts are asked for again. */
function useFreshDay(serviceId: number, employee: number | 'any', date: string): DayStatus {
  const { follow, refreshDay } = useActions()
  const [status, setStatus] = useState<DayStatus>('loading')
  useEffect(() => {
    let left = false
    const refresh = () =>
      void refreshDay(serviceId, date).then((came) => {
        if (!left) setStatus((before) => (came || before === 'ready' ? 'ready' : 'failed'))
      })
    refresh()
    if (employee === 'any') {
      const timer = setInterval(() => document.visibilityState === 'visible' && refresh(), TEAM_REFRESH_MS)
      return () => {
        left = true
        clearInterval(timer)
      }
    }
    const stop = follow({ date, employeeId: employee, serviceId })
    return () => {
      left = true
      void stop.then((leave) => leave())
    }
  }, [serviceId, employee, date, follow, refreshDay])
  return status
}

interface DayTimes {
  options: StartOption[]
  status: DayStatus
  now: number
}

export function useDayTimes(): DayTimes {
  const { choices, service } = useChosen()
  const { businessZone } = useZone()
  const serviceId = choices.serviceId ?? 0
  const employee = choices.employee ?? 'any'
  const date = choices.date ?? ''
  const status = useFreshDay(serviceId, employee, date)
  const known = usePiece((state) => state.availability[serviceId]?.days[date])
  const seen = usePiece((state) => state.live.seen)
  const own = useOwn()
  const now = useNow()
  const day = seen?.day
  const isThisDay = day?.date === date && day.employeeId === employee && day.serviceId === serviceId
  const options = mergeDay({
    date,
    employee,
    zone: businessZone,
    now,
    durationMinutes: service?.duration ?? 0,
    known,
    live: isThisDay ? seen : null,
    own: own && own.date === date ? own : null,
  })
  return { options, status: known ? 'ready' : status, now }
}
