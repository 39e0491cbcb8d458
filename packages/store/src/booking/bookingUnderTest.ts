import { createRegistry } from '@wordpress/data'
import type { Api, Failure } from '../api.ts'
import type { SlotFeed } from '../live/slotFeed.ts'
import { createBookingStore } from '../store.ts'
import type { Start } from '../times/start.ts'

export const start = (time: string, employeeIds = [1]): Start => ({
  date: '2026-12-01',
  time,
  start_utc: `2026-12-01T${time}:00Z`,
  end_utc: `2026-12-01T${time.slice(0, 3)}30:00Z`,
  employeeIds,
})

const failure = (code: string, status: number): Failure => ({ code, status, message: '', data: { status } })
export const yes = (data: unknown) => ({ ok: true, status: 200, headers: new Headers(), data })
export const no = (code: string, status: number) => ({ ok: false, error: failure(code, status) })

type Fields = Record<string, unknown>
export type Answer = (call: { body?: Fields; query?: Fields; idempotencyKey?: string }) => unknown

const silentFeed: SlotFeed = {
  subscribe: () => () => {},
  setPointing: () => {},
  status: 'polling',
  close: () => {},
}

/** A store whose server answers as the test says, each call of a route with the route's next answer. */
export function bookingWith(answers: Record<string, Answer[]>) {
  const calls: { route: string; call: Parameters<Answer>[0] }[] = []
  const api = new Proxy({} as Api, {
    get: (_, route: string) => async (call: Parameters<Answer>[0]) => {
      calls.push({ route, call })
      const answer = answers[route]?.shift()
      return answer ? answer(call) : yes({ days: [] })
    },
  })
  let keys = 0
  const store = createBookingStore({
    api,
    now: () => 0,
    clientId: 'a-client-of-its-own',
    newIdempotencyKey: () => `key-number-${++keys}`,
    locale: 'en',
    visitorZone: 'UTC',
    feed: silentFeed,
  })
  const registry = createRegistry()
  registry.register(store)
  const actions = registry.dispatch(store)
  return {
    actions,
    calls: (route: string) => calls.filter((made) => made.route === route).map(({ call }) => call),
    booking: () => registry.select(store).getBooking(),
    session: () => registry.select(store).getAccount().session,
    moving: () => registry.select(store).getState().moving,
    code: () => registry.select(store).getAccount().code,
    async chosen() {
      await actions.resume({
        ...registry.select(store).getBooking(),
        choices: { serviceId: 1, employee: 'any', date: '2026-12-01' },
        details: { name: 'Ann', email: 'ann@example.com', phone: '', notes: '' },
      })
    },
  }
}

export const lockOf = (token: string) => () => yes({ lock: { token, expires_in: 600 } })
