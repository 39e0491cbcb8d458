import type { SlotFields } from '@appointease/contract'
import { slotOf } from '../booking/flow.ts'
import { type AsyncThunk, type Surroundings, stateOf, type Thunk } from '../thunk.ts'
import type { LiveDay } from './reducer.ts'
import type { FeedDay } from './slotFeed.ts'

interface Helpers {
  refreshDay(serviceId: number, date: string): AsyncThunk<boolean>
  agreeOn(until: number): Thunk
}

/** Starts that were ruled out a tick ago and are not any more. */
function freedBetween(before: LiveDay | null, fields: SlotFields): string[] {
  const ruledOut = new Set([...fields.appointease_booked_slots, ...fields.appointease_locked_slots])
  return [...(before?.booked ?? []), ...(before?.held ?? [])].filter((time) => !ruledOut.has(time))
}

export function liveThunks({ feed, now }: Surroundings, { refreshDay, agreeOn }: Helpers) {
  const takeIn =
    (day: FeedDay, fields: SlotFields): Thunk =>
    (context) => {
      const before = stateOf(context).live.seen
      const freed = before?.day === day ? freedBetween(before, fields) : []
      context.dispatch({ type: 'FEED_SLOTS', day, fields, at: now() })

      // The feed says that a start is free again, but not until when it lasts or who else could give it.
      const known = stateOf(context).availability[day.serviceId]?.days[day.date]?.seen ?? []
      const timesKnown = new Set(known.map((slot) => slot.time))
      if (freed.some((time) => !timesKnown.has(time)))
        void context.dispatch(refreshDay(day.serviceId, day.date))

      const own = stateOf(context).live.seen?.ownHold
      const slot = slotOf(stateOf(context).booking.hold)
      if (own && slot?.date === day.date && slot.time === own.time) context.dispatch(agreeOn(own.until))
    }

  return {
    /** Follows one employee's day. Returns what stops it. */
    follow:
      (day: FeedDay): Thunk<() => void> =>
      (context) => {
        context.dispatch({ type: 'FEED_STATUS', status: feed.status })
        const leave = feed.subscribe(day, {
          onSlots: (fields) => fields && context.dispatch(takeIn(day, fields)),
          onStatus: (status) => context.dispatch({ type: 'FEED_STATUS', status }),
        })
        return () => {
          leave()
          context.dispatch({ type: 'FEED_LEFT' })
        }
      },

    pointAt:
      (time: string | null): Thunk =>
      () =>
        feed.setPointing(time),
  }
}
