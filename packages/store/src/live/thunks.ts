import type { SlotFields } from '@appointease/contract'
import { slotOf } from '../booking/flow.ts'
import { type AsyncThunk, type Surroundings, stateOf, type Thunk, type ThunkContext } from '../thunk.ts'
import type { Start } from '../times/start.ts'
import type { LiveDay } from './reducer.ts'
import type { FeedDay } from './slotFeed.ts'

interface Helpers {
  refreshDay(serviceId: number, date: string): AsyncThunk<boolean>
  agreeOn(until: number): Thunk
}

/** Starts that were ruled out a tick ago and are not any more. */
function freedBetween(before: LiveDay | undefined, after: LiveDay): string[] {
  if (before?.date !== after.date || before.serviceId !== after.serviceId) return []
  const ruledOut = new Set([...after.booked, ...after.held])
  return [...before.booked, ...before.held].filter((time) => !ruledOut.has(time))
}

export function liveThunks({ feed, now }: Surroundings, { refreshDay, agreeOn }: Helpers) {
  let followed: FeedDay | null = null

  const seenOf = (context: ThunkContext, employeeId: number) =>
    stateOf(context).live.seen.find((seen) => seen.employeeId === employeeId)

  const takeIn =
    (day: FeedDay, employeeId: number, fields: SlotFields): Thunk =>
    (context) => {
      const before = seenOf(context, employeeId)
      context.dispatch({ type: 'FEED_SLOTS', day, employeeId, fields, at: now() })
      const after = seenOf(context, employeeId)
      if (!after) return

      // The feed says that a start is free again, but not until when it lasts.
      const known = stateOf(context).availability[day.serviceId]?.days[day.date]?.seen ?? []
      const theirs = known.filter((slot) => slot.employee_ids.includes(employeeId))
      const timesKnown = new Set(theirs.map((slot) => slot.time))
      if (freedBetween(before, after).some((time) => !timesKnown.has(time)))
        void context.dispatch(refreshDay(day.serviceId, day.date))

      const { ownHold } = after
      const slot = slotOf(stateOf(context).booking.hold)
      const isSame = slot?.date === day.date && slot.time === ownHold?.time && slot.employeeId === employeeId
      if (ownHold && isSame) context.dispatch(agreeOn(ownHold.until))
    }

  return {
    /** Follows a day of one employee or of several. Returns what stops it. */
    follow:
      (day: FeedDay): Thunk<() => void> =>
      (context) => {
        followed = day
        const leave = feed.subscribe(day, {
          onSlots: (employeeId, fields) => fields && context.dispatch(takeIn(day, employeeId, fields)),
          onStatus: (status) => context.dispatch({ type: 'FEED_STATUS', status }),
        })
        context.dispatch({ type: 'FEED_FOLLOWED', status: feed.status })
        return () => {
          leave()
          // The next day may be followed before this one is left.
          if (followed === day) context.dispatch({ type: 'FEED_LEFT' })
        }
      },

    /** Tells the others of the start, as one of the employee whom holding it would ask first. */
    pointAt:
      (start: Start | null): Thunk =>
      () => {
        const employeeId = start?.employeeIds[0]
        feed.setPointing(start && employeeId !== undefined ? { employeeId, time: start.time } : null)
      },
  }
}
