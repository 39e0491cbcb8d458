import { describe, expect, it } from 'vitest'
import { type Answer, bookingWith, lockOf, no, start, yes } from './bookingUnderTest.ts'

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
