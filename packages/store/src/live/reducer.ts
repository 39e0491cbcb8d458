import type { SlotFields } from '@appointease/contract'
import type { FeedDay, FeedStatus } from './slotFeed.ts'

/** What the others do to one employee's day on the screen. */
export interface LiveDay {
  date: string
  employeeId: number
  serviceId: number
  /** Starts (`HH:MM`) that a booking rules out, and those that somebody else's hold does. */
  booked: readonly string[]
  held: readonly string[]
  /** When the holds that begin at a start end, in milliseconds since 1970. */
  heldUntil: Readonly<Record<string, number>>
  /** Starts that somebody else points at. */
  lookedAt: readonly string[]
  /** This visitor's own hold as the server sees it. */
  ownHold: { time: string; until: number } | null
}

export interface LiveState {
  status: FeedStatus
  /** One for each employee who is followed, once there is word of them. */
  seen: readonly LiveDay[]
}

export type LiveAction =
  | { type: 'FEED_FOLLOWED'; status: FeedStatus }
  | { type: 'FEED_STATUS'; status: FeedStatus }
  | { type: 'FEED_LEFT' }
  | { type: 'FEED_SLOTS'; day: FeedDay; employeeId: number; fields: SlotFields; at: number }

type SlotsCame = Extract<LiveAction, { type: 'FEED_SLOTS' }>

function read({ day, employeeId, fields, at }: SlotsCame): LiveDay {
  const you = fields.appointease_you
  const until = (seconds: number) => at + seconds * 1000
  const others = fields.appointease_locks.filter((lock) => lock.client_id !== you)
  const own = fields.appointease_locks.find((lock) => lock.client_id === you)
  const looking = fields.appointease_active_selections.filter((selection) => selection.client_id !== you)
  return {
    date: day.date,
    employeeId,
    serviceId: day.serviceId,
    booked: fields.appointease_booked_slots,
    held: fields.appointease_locked_slots,
    heldUntil: Object.fromEntries(others.map((lock) => [lock.time, until(lock.expires_in)])),
    lookedAt: looking.map((selection) => selection.time),
    ownHold: own ? { time: own.time, until: until(own.expires_in) } : null,
  }
}

const nothingSeen: LiveState = { status: 'polling', seen: [] }

export function live(state: LiveState = nothingSeen, action: LiveAction): LiveState {
  switch (action.type) {
    case 'FEED_FOLLOWED':
      return { status: action.status, seen: [] }
    case 'FEED_STATUS':
      return { ...state, status: action.status }
    case 'FEED_LEFT':
      return nothingSeen
    case 'FEED_SLOTS':
      return {
        ...state,
        seen: [...state.seen.filter(({ employeeId }) => employeeId !== action.employeeId), read(action)],
      }
    default:
      return state
  }
}
