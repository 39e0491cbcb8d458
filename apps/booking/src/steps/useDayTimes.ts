import { mergeDay, type Slot, type StartOption } from '@appointease/store'
import { useNow } from '@appointease/ui'
import { useEffect, useMemo, useState } from 'react'
import { useActions, useApp, usePiece } from '../app.tsx'
import { useChosen } from '../frame/useChosen.ts'
import { useZone } from '../frame/zone.tsx'

/** As many ticks as a second has room for. The days of a larger team are asked for as a whole. */
const MOST_FOLLOWED = 6
const TEAM_REFRESH_MS = 3000

type DayStatus = 'loading' | 'ready' | 'failed'

/** What of the visitor's own is on the screen: also a time that was asked for and not yet answered. */
function useOwn(): Slot | null {
  return usePiece(({ booking: { hold } }) => {
    if (hold.kind === 'held' || hold.kind === 'asking') return hold.slot
    return hold.kind === 'refused' ? (hold.kept?.slot ?? null) : null
  })
}

/** A feed tells of every change; where there is none, the free starts are asked for again and again. */
function useFreshDay(serviceId: number, followed: readonly number[], date: string): DayStatus {
  const { follow, refreshDay } = useActions()
  const [status, setStatus] = useState<DayStatus>('loading')
  useEffect(() => {
    let left = false
    const refresh = () =>
      void refreshDay(serviceId, date).then((came) => {
        if (!left) setStatus((before) => (came || before === 'ready' ? 'ready' : 'failed'))
      })
    refresh()
    if (followed.length === 0) {
      const timer = setInterval(() => document.visibilityState === 'visible' && refresh(), TEAM_REFRESH_MS)
      return () => {
        left = true
        clearInterval(timer)
      }
    }
    const stop = follow({ date, employeeIds: followed, serviceId })
    return () => {
      left = true
      void stop.then((leave) => leave())
    }
  }, [serviceId, followed, date, follow, refreshDay])
  return status
}

interface DayTimes {
  options: StartOption[]
  /** Whether the others' doings are told of every second. */
  isFollowed: boolean
  status: DayStatus
  now: number
}

export function useDayTimes(): DayTimes {
  const { choices, service } = useChosen()
  const { businessZone } = useZone()
  const { serverClock } = useApp()
  const serviceId = choices.serviceId ?? 0
  const employee = choices.employee ?? 'any'
  const date = choices.date ?? ''
  const team = service?.staff
  const followed = useMemo(() => {
    const asked = employee === 'any' ? (team ?? []) : [employee]
    return asked.length <= MOST_FOLLOWED ? asked : []
  }, [employee, team])
  const status = useFreshDay(serviceId, followed, date)
  const known = usePiece((state) => state.availability[serviceId]?.days[date])
  const seen = usePiece((state) => state.live.seen)
  const own = useOwn()
  const now = useNow()
  const options = mergeDay({
    date,
    employee,
    zone: businessZone,
    now: serverClock.at(now),
    durationMinutes: service?.duration ?? 0,
    known,
    live: seen.filter(
      (day) => day.date === date && day.serviceId === serviceId && followed.includes(day.employeeId),
    ),
    own: own && own.date === date ? own : null,
  })
  return { options, isFollowed: followed.length > 0, status: known ? 'ready' : status, now }
}
