import { describe, expect, it } from 'vitest'
import type { Surroundings, ThunkContext } from '../thunk.ts'
import { type LiveAction, type LiveState, live } from './reducer.ts'
import { slots } from './serverUnderTest.ts'
import type { FeedListener, SlotFeed } from './slotFeed.ts'
import { liveThunks } from './thunks.ts'

const on = (date: string) => ({ date, employeeIds: [1], serviceId: 1 })

function store() {
  const listeners: FeedListener[] = []
  const feed: SlotFeed = {
    subscribe(_, listener) {
      listeners.push(listener)
      return () => {}
    },
    setPointing: () => {},
    status: 'live',
    close: () => {},
  }
  let state: LiveState = { status: 'polling', seen: [] }
  const context = {
    dispatch(work: unknown) {
      if (typeof work === 'function') return work(context)
      state = live(state, work as LiveAction)
    },
    select: (read: (whole: unknown) => unknown) =>
      read({ root: { live: state, availability: {}, booking: { hold: { kind: 'none' } } } }),
  } as unknown as ThunkContext
  const surroundings = { feed, now: () => 0 } as unknown as Surroundings
  const { follow } = liveThunks(surroundings, {
    refreshDay: () => async () => true,
    agreeOn: () => () => {},
  })
  return { follow: (date: string) => context.dispatch(follow(on(date))), listeners, state: () => state }
}

describe('following a day', () => {
  it('begins with nothing seen and the status that the feed has', () => {
    const { follow, listeners, state } = store()
    follow('2026-12-01')
    expect(state()).toEqual({ status: 'live', seen: [] })
    listeners[0]?.onSlots(1, slots('v1'))
    expect(state().seen).toHaveLength(1)
    follow('2026-12-02')
    expect(state()).toEqual({ status: 'live', seen: [] })
  })

  it('goes on where the day before is left after the next is followed', () => {
    const { follow, listeners, state } = store()
    const leaveFirst = follow('2026-12-01')
    const leaveSecond = follow('2026-12-02')
    listeners[1]?.onSlots(1, slots('v1'))
    leaveFirst()
    expect(state().status).toBe('live')
    expect(state().seen).toHaveLength(1)
    leaveSecond()
    expect(state()).toEqual({ status: 'polling', seen: [] })
  })
})
