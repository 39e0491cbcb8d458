import { createRegistry } from '@wordpress/data'
import { describe, expect, it } from 'vitest'
import type { Api, Failure } from '../api.ts'
import type { SlotFeed } from '../live/slotFeed.ts'
import { createBookingStore } from '../store.ts'
import type { Start } from '../times/start.ts'

const start = (time: string, employeeIds = [1]): Start => ({
  date: '2026-12-01',
  time,
  start_utc: `2026-12-01T${time}:00Z`,
  end_utc: `2026-12-01T${time.slice(0, 3)}30:00Z`,
  employeeIds,
})

const failure = (code: string, status: number): Failure => ({ code, status, message: '', data: { status } })
const yes = (data: unknown) => ({ ok: true, status: 200, headers: new Headers(), data })
const no = (code: string, status: number) => ({ ok: false, error: failure(code, status) })

type Fields = Record<string, unknown>
type Answer = (call: { body?: Fields; query?: Fields; idempotencyKey?: string }) => unknown

const silentFeed: SlotFeed = {
  subscribe: () => () => {},
  setPointing: () => {},
  status: 'polling',
  close: () => {},
}

/** A store whose server answers as the test says, each call of a route with the route's next answer. */
function bookingWith(answers: Record<string, Answer[]>) {
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
    async chosen() {
      await actions.resume({
        ...registry.select(store).getBooking(),
        choices: { serviceId: 1, employee: 'any', date: '2026-12-01' },
        details: { name: 'Ann', email: 'ann@example.com', phone: '', notes: '' },
      })
    },
  }
}

const lockOf = (token: string) => () => yes({ lock: { token, expires_in: 600 } })

describe('holding a time', () => {
  it('shows it as theirs before the server has answered', async () => {
    const { actions, booking, chosen } = bookingWith({ selectSlot: [lockOf('token-1')] })
    await chosen()
    const held = actions.holdStart(start('10:00'))
    expect(booking().hold.kind).toBe('asking')
    await held
    expect(booking().hold).toMatchObject({ kind: 'held', token: 'token-1', until: 600_000 })
  })

  it('asks the next of the team when the first has just been taken', async () => {
    const { actions, booking, calls, chosen } = bookingWith({
      selectSlot: [() => no('SLOT_TAKEN', 409), lockOf('token-2')],
    })
    await chosen()
    await actions.holdStart(start('10:00', [1, 2]))
    expect(calls('selectSlot').map((call) => call.body?.employee_id)).toEqual([1, 2])
    expect(booking().hold).toMatchObject({ kind: 'held', slot: { employeeId: 2 } })
  })

  it('keeps what was held when another time cannot be had', async () => {
    const { actions, booking, calls, chosen } = bookingWith({
      selectSlot: [lockOf('token-1'), () => no('SLOT_LOCKED', 409)],
    })
    await chosen()
    await actions.holdStart(start('10:00'))
    await actions.holdStart(start('11:00'))
    expect(calls('selectSlot')[1]?.body?.lock_token).toBe('token-1')
    expect(booking().hold).toMatchObject({
      kind: 'refused',
      kept: { token: 'token-1', slot: { time: '10:00' } },
    })
    await actions.dismissRefusal()
    expect(booking().hold).toMatchObject({ kind: 'held', slot: { time: '10:00' } })
  })

  it('holds the last of several that were chosen in a hurry', async () => {
    const { actions, booking, calls, chosen } = bookingWith({
      selectSlot: [lockOf('token-1'), lockOf('token-3')],
    })
    await chosen()
    await Promise.all([
      actions.holdStart(start('10:00')),
      actions.holdStart(start('10:30')),
      actions.holdStart(start('11:00')),
    ])
    expect(booking().hold).toMatchObject({ kind: 'held', slot: { time: '11:00' } })
    expect(calls('selectSlot').some((call) => call.body?.time === '10:30')).toBe(false)
  })

  describe('until this tab’s clock says that it has run out', () => {
    const slot = { ...start('10:00'), employee_ids: [1], remaining: 1 }
    const listed = () => yes({ days: [{ date: '2026-12-01', slots: [slot] }] })
    /** Who asks as nobody is told of a hold as of anybody else’s. */
    const heldOnServer: Answer = ({ query }) => (query?.client_id ? listed() : yes({ days: [] }))

    it('goes on where the server let the hold last longer', async () => {
      const { actions, booking, chosen } = bookingWith({
        selectSlot: [lockOf('token-1'), lockOf('token-1b')],
        listAvailability: [heldOnServer, heldOnServer],
      })
      await chosen()
      await actions.holdStart(start('10:00'))
      await actions.lapse()
      expect(booking().hold).toMatchObject({ kind: 'held', token: 'token-1b' })
    })

    it('is asked whether they want it again where nobody holds it any more', async () => {
      const { actions, booking, calls, chosen } = bookingWith({
        selectSlot: [lockOf('token-1')],
        listAvailability: [listed, listed],
      })
      await chosen()
      await actions.holdStart(start('10:00'))
      await actions.lapse()
      expect(booking().hold).toMatchObject({ kind: 'lapsed', stillFree: true })
      expect(calls('selectSlot')).toHaveLength(1)
    })
  })
})

describe('booking', () => {
  const reply = () => yes({ strong_id: 'APT-2026-AAAAAAAA', appointment: { status: 'confirmed' } })

  it('asks about an unanswered attempt with the same key and body', async () => {
    const { actions, booking, calls, chosen } = bookingWith({
      selectSlot: [lockOf('token-1')],
      bookAppointment: [() => no('network_error', 0), reply],
    })
    await chosen()
    await actions.holdStart(start('10:00'))
    await actions.book()
    expect(booking().submission.kind).toBe('unanswered')
    await actions.book()
    const [first, second] = calls('bookAppointment')
    expect(second).toEqual(first)
    expect(booking()).toMatchObject({ step: 'confirmed', submission: { kind: 'done' } })
  })

  it('never sends a changed booking beside an attempt that turns out to have been made', async () => {
    const { actions, booking, calls, chosen } = bookingWith({
      selectSlot: [lockOf('token-1')],
      bookAppointment: [() => no('timeout', 0), reply],
    })
    await chosen()
    await actions.holdStart(start('10:00'))
    await actions.book()
    await actions.type({ notes: 'One more thing' })
    await actions.book()
    expect(calls('bookAppointment').map((call) => call.idempotencyKey)).toEqual([
      'key-number-1',
      'key-number-1',
    ])
    expect(booking().submission.kind).toBe('done')
  })

  it('uses a new key after a plain no', async () => {
    const { actions, calls, chosen } = bookingWith({
      selectSlot: [lockOf('token-1')],
      bookAppointment: [() => no('STORAGE_UNAVAILABLE', 503), reply],
    })
    await chosen()
    await actions.holdStart(start('10:00'))
    await actions.book()
    await actions.book()
    expect(calls('bookAppointment').map((call) => call.idempotencyKey)).toEqual([
      'key-number-1',
      'key-number-2',
    ])
  })

  it('asks for the proof of the address again when the session has ended', async () => {
    const { actions, booking, chosen } = bookingWith({
      selectSlot: [lockOf('token-1')],
      bookAppointment: [() => no('SESSION_EXPIRED', 401)],
    })
    await chosen()
    await actions.holdStart(start('10:00'))
    await actions.book()
    expect(booking()).toMatchObject({ hold: { kind: 'held' }, submission: { kind: 'refused' } })
  })
})
