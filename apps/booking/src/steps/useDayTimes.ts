import { mergeDay, movedAppointment, type Slot, type StartOption } from '@appointease/store'
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

/** What the others do comes at once; it can be told from the appointment's own time a moment later. */
const SPARE_AFTER_MS = 250

/** The appointment that is being moved, as the day sees it. Asked for again whenever something of the day was booked or held. */
function useMoved(date: string) {
  const appointment = usePiece((state) => movedAppointment(state.moving))
  const spared = usePiece((state) => state.moving.spared)
  const ruledOut = usePiece(({ live: { seen } }) => {
    const theirs = seen.find((day) => day.employeeId === appointment?.employee_id && day.date === date)
    return theirs ? [...theirs.booked, '', ...theirs.held].join() : ''
  })
  const { spare } = useActions()
  useEffect(() => {
    if (!appointment) return
    const timer = setTimeout(() => void spare(date), ruledOut === '' ? 0 : SPARE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [appointment, date, ruledOut, spare])
  return (
    appointment && {
      employeeId: appointment.employee_id,
      start_utc: appointment.start_utc,
      end_utc: appointment.end_utc,
      date: appointment.appointment_date.slice(0, 10),
      time: appointment.appointment_date.slice(11, 16),
      spared: spared?.date === date ? spared.starts : [],
    }
  )
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
  const moved = useMoved(date)
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
    moved,
  })
  return { options, isFollowed: followed.length > 0, status: known ? 'ready' : status, now }
}
