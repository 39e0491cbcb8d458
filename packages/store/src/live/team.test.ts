import { createClient } from '@appointease/contract/client'
import { MONDAY } from '@appointease/testkit/builders.ts'
import { type FixedClock, fixedClock } from '@appointease/testkit/fixedClock.ts'
import { startTestServer, type TestServer } from '@appointease/testkit/testServer.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Api } from '../api.ts'
import { availabilityThunks } from '../availability/thunks.ts'
import { slotOf } from '../booking/flow.ts'
import { holdingThunks } from '../booking/holding.ts'
import { deepFrozen } from '../deepFrozen.ts'
import { type Action, reducers, type State } from '../state.ts'
import type { Surroundings, Thunk, ThunkContext } from '../thunk.ts'
import { mergeDay } from '../times/mergeDay.ts'
import { createHeartbeatFeed } from './heartbeatFeed.ts'
import { liveThunks } from './thunks.ts'

// The Tuesday after the sample business's Monday. Sarah (1) works from 9 to 17, Mike (2) from 10 to 18.
const date = '2026-11-24'
const SARAH = 1
const MIKE = 2

let server: TestServer
let clock: FixedClock

/** The store's own parts over states that nothing can write to. */
function frozenStore() {
  const begin = { type: 'BEGIN' } as unknown as Action
  const reduce = (before: Partial<State>, action: Action) =>
    Object.fromEntries(
      Object.entries(reducers).map(([part, reducer]) => [
        part,
        (reducer as (state: unknown, action: Action) => unknown)(before[part as keyof State], action),
      ]),
    ) as unknown as State
  let state = deepFrozen(reduce({}, begin))
  const context: ThunkContext = {
    dispatch<R>(work: Action | Thunk<R>) {
      if (typeof work === 'function') return work(context)
      state = deepFrozen(reduce(state, work))
      return undefined as R
    },
    select: (read) => read({ root: state }),
  }
  return { dispatch: context.dispatch, state: () => state }
}

/** A visitor’s store and feed, whose pauses pass one by one when the test says so. */
function openTab(name: string, employee: number | 'any') {
  const clientId = `client-of-${name}`
  const client = createClient({ baseUrl: `${server.url}/wp-json/` })
  let tick = () => {}
  let answered = () => {}
  const heartbeat: Api['heartbeat'] = (data, options) =>
    client.heartbeat(data, { url: `${server.url}/wp-admin/admin-ajax.php`, ...options })
  const feed = createHeartbeatFeed({
    heartbeat,
    clientId,
    setTimer(run) {
      tick = run
      answered()
      return run
    },
    clearTimer: () => {},
    now: () => 0,
    isHidden: () => false,
    onVisibilityChange: () => () => {},
    random: () => 0,
  })
  const surroundings: Surroundings = {
    api: { ...client, heartbeat },
    now: () => clock.now(),
    clientId,
    newIdempotencyKey: () => `key-of-${name}`,
    locale: 'en',
    visitorZone: 'UTC',
    feed,
  }
  const { dispatch, state } = frozenStore()
  const availability = availabilityThunks(surroundings)
  const holding = holdingThunks(surroundings, availability)
  const live = liveThunks(surroundings, { ...availability, ...holding })
  const employeeIds = employee === 'any' ? [SARAH, MIKE] : [employee]

  const option = (time: string) => {
    const { hold } = state().booking
    const options = mergeDay({
      date,
      employee,
      zone: 'UTC',
      now: clock.now(),
      durationMinutes: 30,
      known: state().availability[1]?.days[date],
      live: state().live.seen,
      own: hold.kind === 'held' ? hold.slot : null,
    })
    const found = options.find(({ start }) => start.time === time)
    if (!found) throw new Error(`${time} is not on the day`)
    return found
  }

  return {
    close: () => feed.close(),
    async open() {
      dispatch({ type: 'CHOSE', choices: { serviceId: 1, employee } })
      await dispatch(availability.refreshDay(1, date))
      dispatch(live.follow({ date, employeeIds, serviceId: 1 }))
      await this.aSecond()
    },
    /** One tick for each employee. */
    async aSecond() {
      for (const _ of employeeIds) {
        const next = new Promise<void>((resolve) => {
          answered = resolve
        })
        tick()
        await next
      }
    },
    stateOf: (time: string) => option(time).state,
    givers: (time: string) => option(time).start.employeeIds,
    pointAt: (time: string | null) => dispatch(live.pointAt(time === null ? null : option(time).start)),
    hold: (time: string) => dispatch(holding.holdStart(option(time).start)),
    holder: () => slotOf(state().booking.hold)?.employeeId,
    release: () => dispatch(holding.release()),
  }
}

type Tab = ReturnType<typeof openTab>

describe('a visitor who would see anybody', () => {
  let tabs: Tab[]

  async function open(name: string, employee: number | 'any') {
    const tab = openTab(name, employee)
    tabs.push(tab)
    await tab.open()
    return tab
  }

  beforeEach(async () => {
    clock = fixedClock(MONDAY)
    server = await startTestServer({ clock })
    tabs = []
  })
  afterEach(async () => {
    for (const tab of tabs) tab.close()
    await server.stop()
  })

  it('sees another point at the employee they would get, and nobody else’s pointing', async () => {
    const ada = await open('ada', 'any')
    const ben = await open('ben', 'any')
    ben.pointAt('11:00')
    await ben.aSecond()
    await ada.aSecond()
    expect(ada.stateOf('11:00').kind).toBe('looking')
    expect(ben.stateOf('11:00').kind).toBe('free')
    ben.pointAt(null)
    await ben.aSecond()
    await ada.aSecond()
    expect(ada.stateOf('11:00').kind).toBe('free')

    const carl = await open('carl', MIKE)
    carl.pointAt('11:00')
    await carl.aSecond()
    await ada.aSecond()
    expect(ada.stateOf('11:00').kind).toBe('free')
  })

  it('goes on pointing while the others’ days are asked for', async () => {
    const ada = await open('ada', SARAH)
    const ben = await open('ben', 'any')
    ben.pointAt('11:00')
    for (const _ of [1, 2, 3]) {
      await ben.aSecond()
      await ada.aSecond()
      expect(ada.stateOf('11:00').kind).toBe('looking')
    }
  })

  it('has a time free until nobody is left, then held until the first hold ends', async () => {
    const ada = await open('ada', 'any')
    const ben = await open('ben', 'any')
    const carl = await open('carl', 'any')
    await ben.hold('11:00')
    await ada.aSecond()
    expect(ada.stateOf('11:00').kind).toBe('free')
    expect(ada.givers('11:00')).not.toContain(ben.holder())

    clock.advance(60)
    await carl.aSecond()
    await carl.hold('11:00')
    expect(carl.holder()).not.toBe(ben.holder())
    await ada.aSecond()
    expect(ada.stateOf('11:00')).toEqual({ kind: 'held', until: clock.now() + 540_000 })
    expect(ben.stateOf('11:00').kind).toBe('yours')

    await carl.release()
    await ada.aSecond()
    expect(ada.stateOf('11:00').kind).toBe('free')
  })

  it('can move to what only their own hold is in the way of', async () => {
    const ben = await open('ben', 'any')
    await ben.hold('11:00')
    const after = openTab('ben', 'any')
    tabs.push(after)
    await after.open()
    expect(after.stateOf('11:00').kind).toBe('free')
    expect(after.givers('11:00')).toEqual([SARAH, MIKE])
  })
})
