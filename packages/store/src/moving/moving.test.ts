import type { AppointmentReply } from '@appointease/contract'
import { describe, expect, it } from 'vitest'
import { type Answer, bookingWith, lockOf, no, start, yes } from '../booking/bookingUnderTest.ts'

const ten = {
  id: 7,
  strong_id: 'APT-2026-K7Q2M9XA',
  appointment_date: '2026-12-01 10:00:00',
  start_utc: '2026-12-01T10:00:00Z',
  end_utc: '2026-12-01T10:30:00Z',
  service_id: 1,
  employee_id: 1,
  status: 'confirmed',
  version: 1,
} as unknown as AppointmentReply
const eleven = { ...ten, start_utc: '2026-12-01T11:00:00Z', version: 2 }

/** A store in which the appointment at ten is being moved and eleven is held. */
async function elevenHeld(answers: Record<string, Answer[]>) {
  const under = bookingWith({ selectSlot: [lockOf('eleven')], ...answers })
  await under.actions.startMoving(ten)
  await under.actions.holdStart(start('11:00'))
  return under
}

describe('moving an appointment', () => {
  it('holds the new time with the appointment out of its way, and moves in one call with token and version', async () => {
    const { actions, calls, moving, booking } = await elevenHeld({
      rescheduleAppointment: [() => yes({ appointment: eleven })],
    })
    expect(calls('selectSlot')[0]?.body).toMatchObject({ exclude_appointment_id: ten.strong_id })
    await actions.move(' Ill ')
    expect(calls('rescheduleAppointment')[0]?.body).toMatchObject({
      new_date: eleven.start_utc,
      employee_id: 1,
      lock_token: 'eleven',
      version: 1,
      reason: 'Ill',
    })
    expect(moving().now).toMatchObject({ kind: 'moved', appointment: eleven, before: ten })
    expect(booking().hold).toEqual({ kind: 'none' })
  })

  it('gives the new time back where the visitor leaves, and nothing once it is moved', async () => {
    const { actions, calls, moving } = await elevenHeld({})
    await actions.stopMoving()
    expect(calls('deselectSlot')[0]?.body).toMatchObject({ lock_token: 'eleven' })
    expect(moving().now).toEqual({ kind: 'none' })

    const other = await elevenHeld({ rescheduleAppointment: [() => yes({ appointment: eleven })] })
    await other.actions.move('')
    await other.actions.stopMoving()
    expect(other.calls('deselectSlot')).toEqual([])
  })

  it('offers others where the new time is lost, and keeps the appointment where it is', async () => {
    const { actions, booking, moving } = await elevenHeld({
      rescheduleAppointment: [() => no('SLOT_TAKEN', 409)],
    })
    await actions.move('')
    expect(booking().hold).toMatchObject({ kind: 'refused', slot: { time: '11:00' } })
    expect(moving().now).toMatchObject({ kind: 'choosing', appointment: ten })
  })

  it('shows what was changed elsewhere, and can then be moved from there', async () => {
    const nine = { ...ten, start_utc: '2026-12-01T09:00:00Z', version: 5 }
    const { actions, calls, moving } = await elevenHeld({
      rescheduleAppointment: [() => no('STALE_VERSION', 409), () => yes({ appointment: eleven })],
      getAppointment: [() => yes(nine)],
    })
    await actions.move('')
    expect(moving().now).toMatchObject({
      kind: 'choosing',
      appointment: nine,
      refused: { code: 'STALE_VERSION' },
    })
    await actions.move('')
    expect(calls('rescheduleAppointment')[1]?.body).toMatchObject({ version: 5 })
    expect(moving().now.kind).toBe('moved')
  })

  it('looks after a try that was never answered before it asks again', async () => {
    const { actions, calls, moving } = await elevenHeld({
      rescheduleAppointment: [() => no('timeout', 0)],
      getAppointment: [() => no('network_error', 0), () => yes(eleven)],
    })
    await actions.move('')
    expect(moving().now.kind).toBe('unanswered')
    await actions.move('')
    expect(moving().now.kind).toBe('unanswered')
    await actions.move('')
    expect(moving().now).toMatchObject({ kind: 'moved', appointment: eleven })
    expect(calls('rescheduleAppointment')).toHaveLength(1)
  })

  it('sends it again where it turns out that nothing was moved', async () => {
    const { actions, calls, moving } = await elevenHeld({
      rescheduleAppointment: [() => no('timeout', 0), () => yes({ appointment: eleven })],
      getAppointment: [() => yes(ten)],
    })
    await actions.move('')
    await actions.move('')
    expect(calls('rescheduleAppointment')).toHaveLength(2)
    expect(moving().now.kind).toBe('moved')
  })

  it('asks for a code again where the session has ended, and says so where the link has', async () => {
    const expired = await elevenHeld({ rescheduleAppointment: [() => no('SESSION_EXPIRED', 401)] })
    await expired.actions.move('')
    expect(expired.session()).toEqual({ kind: 'guest' })
    const dead = await elevenHeld({ rescheduleAppointment: [() => no('LINK_INVALID', 401)] })
    await dead.actions.move('')
    expect(dead.session()).toEqual({ kind: 'dead-link' })
  })

  it('asks what only the appointment rules out on dates near it, and on no others', async () => {
    const slots = [
      { time: '09:30', start_utc: '2026-12-01T09:30:00Z', available: true, reason: null },
      { time: '10:00', start_utc: '2026-12-01T10:00:00Z', available: false, reason: 'SLOT_LOCKED' },
      { time: '12:00', start_utc: '2026-12-01T12:00:00Z', available: false, reason: 'SLOT_TAKEN' },
    ]
    const { actions, calls, moving } = await elevenHeld({
      checkRescheduleAvailability: [() => yes({ slots })],
    })
    await actions.spare('2026-12-04')
    expect(calls('checkRescheduleAvailability')).toEqual([])
    await actions.spare('2026-12-01')
    expect(moving().spared?.starts.map(({ time }) => time)).toEqual(['09:30', '10:00'])
  })
})

describe('cancelling', () => {
  it('succeeds where it turns out to be cancelled already', async () => {
    const { actions } = bookingWith({
      cancelAppointment: [() => no('network_error', 0)],
      getAppointment: [() => yes({ ...ten, status: 'cancelled' })],
    })
    expect(await actions.cancelAppointment(ten.strong_id, '')).toBeNull()
  })
})

describe('signing out', () => {
  it('is not said to have happened where the server did not hear of it', async () => {
    const { actions, session } = bookingWith({
      getSession: [() => yes({ authenticated: true, email: 'ann@example.com', nonce: 'n' })],
      endSession: [() => no('network_error', 0), () => yes({ success: true })],
    })
    await actions.loadSession()
    expect(await actions.signOut('everywhere')).toMatchObject({ code: 'network_error' })
    expect(session().kind).toBe('signed-in')
    expect(await actions.signOut('this')).toBeNull()
    expect(session().kind).toBe('guest')
  })
})
