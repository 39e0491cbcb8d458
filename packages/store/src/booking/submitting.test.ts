import { describe, expect, it } from 'vitest'
import { bookingWith, lockOf, no, start, yes } from './bookingUnderTest.ts'
import { addressToProve } from './flow.ts'

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

  it.each([
    ['a yes that cannot be read', 'bad_reply', 201],
    ['a proxy’s own 503', 'bad_reply', 503],
    ['a page of refusal that is not ours', 'bad_reply', 403],
    ['a fault while it was made', 'internal_server_error', 500],
    ['a 503 of something between', 'service_unavailable', 503],
  ])('asks with the same key after %s', async (_name, code, status) => {
    const { actions, booking, calls, chosen } = bookingWith({
      selectSlot: [lockOf('token-1')],
      bookAppointment: [() => no(code, status), reply],
    })
    await chosen()
    await actions.holdStart(start('10:00'))
    await actions.book()
    expect(booking().submission.kind).toBe('unanswered')
    await actions.book()
    const [first, second] = calls('bookAppointment')
    expect(second).toEqual(first)
  })

  describe('that was made, while its reply was lost', () => {
    async function lost(...retries: (() => unknown)[]) {
      const made = bookingWith({
        selectSlot: [lockOf('token-1')],
        bookAppointment: [() => no('network_error', 0), ...retries],
      })
      await made.chosen()
      await made.actions.holdStart(start('10:00'))
      await made.actions.book()
      await made.actions.book()
      return made
    }

    it.each([
      ['SESSION_EXPIRED', 401],
      ['EMAIL_NOT_VERIFIED', 401],
      ['rest_not_logged_in', 401],
      ['rest_cookie_invalid_nonce', 403],
      ['RATE_LIMITED', 429],
      ['STORAGE_UNAVAILABLE', 503],
    ])('is asked about with its own key again after %s', async (code, status) => {
      const { actions, booking, calls } = await lost(() => no(code, status), reply)
      expect(booking().submission).toMatchObject({ kind: 'unanswered', error: { code } })
      await actions.book()
      const keys = calls('bookAppointment').map((call) => call.idempotencyKey)
      expect(keys).toEqual(['key-number-1', 'key-number-1', 'key-number-1'])
      expect(booking().submission.kind).toBe('done')
    })

    it('needs the proof of the address that it was sent with, whatever was typed since', async () => {
      const { actions, booking, session } = await lost(() => no('SESSION_EXPIRED', 401))
      await actions.type({ email: 'bob@example.com' })
      expect(session()).toEqual({ kind: 'guest' })
      expect(addressToProve(booking())).toBe('ann@example.com')
    })

    it('is over once it was answered with a plain no', async () => {
      const { actions, booking } = await lost(() => no('SLOT_TAKEN', 409))
      await actions.type({ email: 'bob@example.com' })
      expect(booking().submission.kind).toBe('refused')
      expect(addressToProve(booking())).toBe('bob@example.com')
    })
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
