import { describe, expect, it } from 'vitest'
import { type AppointmentStatus, firstStatus, followingStatuses, isActive, nextStatus } from './status.ts'

const ALL: readonly AppointmentStatus[] = ['pending', 'confirmed', 'completed', 'cancelled', 'no_show']

describe('a status', () => {
  it('occupies the time while pending, confirmed or completed', () => {
    expect(ALL.filter(isActive)).toEqual(['pending', 'confirmed', 'completed'])
  })

  it('is at first confirmed, or pending where the service needs approval', () => {
    expect(firstStatus({ requiresApproval: false })).toBe('confirmed')
    expect(firstStatus({ requiresApproval: true })).toBe('pending')
  })

  it('stays as it is without anything changing where it is already so', () => {
    for (const status of ALL) {
      expect(nextStatus(status, status)).toEqual({ ok: true, status, changed: false, occupancy: 'kept' })
    }
  })

  it('goes from waiting to agreed to past', () => {
    expect(nextStatus('pending', 'confirmed')).toMatchObject({ ok: true, changed: true, occupancy: 'kept' })
    expect(nextStatus('confirmed', 'completed')).toMatchObject({ ok: true, changed: true, occupancy: 'kept' })
    expect(nextStatus('confirmed', 'no_show')).toMatchObject({ ok: true, changed: true, occupancy: 'freed' })
  })

  it('frees the time when it is cancelled, and cancelled is final', () => {
    expect(nextStatus('pending', 'cancelled')).toMatchObject({ ok: true, occupancy: 'freed' })
    expect(nextStatus('confirmed', 'cancelled')).toMatchObject({ ok: true, occupancy: 'freed' })
    expect(followingStatuses('cancelled')).toEqual([])
    expect(nextStatus('cancelled', 'confirmed')).toEqual({
      ok: false,
      refusal: { kind: 'status_not_allowed', from: 'cancelled', to: 'confirmed' },
    })
  })

  it('of a past appointment is not cancelled any more but can be corrected, which claims the time again', () => {
    expect(nextStatus('completed', 'cancelled').ok).toBe(false)
    expect(nextStatus('no_show', 'cancelled').ok).toBe(false)
    expect(nextStatus('completed', 'no_show')).toMatchObject({ ok: true, occupancy: 'freed' })
    expect(nextStatus('no_show', 'completed')).toMatchObject({ ok: true, occupancy: 'claimed' })
  })

  it('is never pending again', () => {
    expect(ALL.filter((from) => from !== 'pending' && nextStatus(from, 'pending').ok)).toEqual([])
  })
})
