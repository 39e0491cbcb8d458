import { describe, expect, it } from 'vitest'
import { deepFrozen } from '../deepFrozen.ts'
import { type BookingState, booking, emptyBooking, type Held } from './reducer.ts'

const held: Held = {
  slot: {
    date: '2026-12-01',
    time: '10:00',
    start_utc: '2026-12-01T15:00:00Z',
    end_utc: '2026-12-01T15:30:00Z',
    employeeId: 1,
    serviceId: 1,
  },
  token: 'token-of-sixteen-characters',
  until: 600_000,
}

const filled: BookingState = deepFrozen({
  step: 'details',
  choices: { serviceId: 1, employee: 1, date: '2026-12-01' },
  details: { name: 'Ann', email: 'ann@example.com', phone: '', notes: 'Second floor' },
  hold: { kind: 'held', ...held },
  submission: { kind: 'none' },
})

describe('booking', () => {
  it('loses nothing when a visitor goes back', () => {
    const after = booking(filled, { type: 'STEP', step: 'service' })
    expect(after).toEqual({ ...filled, step: 'service' })
  })

  it('changes only the field that is typed in', () => {
    const after = booking(filled, { type: 'TYPED', details: { phone: '555 0100' } })
    expect(after.details).toEqual({ ...filled.details, phone: '555 0100' })
    expect(after.choices).toBe(filled.choices)
  })

  it('keeps the details when the hold lapses', () => {
    const after = booking(filled, {
      type: 'HOLD',
      hold: { kind: 'lapsed', slot: held.slot, stillFree: null },
    })
    expect(after.details).toBe(filled.details)
    expect(after.step).toBe('details')
  })

  it('remembers who books, but neither notes nor time, when another is booked', () => {
    const after = booking(filled, { type: 'STARTED_ANEW' })
    expect(after.details).toEqual({ ...filled.details, notes: '' })
    expect(after.hold).toEqual(emptyBooking.hold)
    expect(after.step).toBe('service')
  })

  it('is the same object after an action of another part', () => {
    expect(booking(filled, { type: 'FEED_LEFT' } as never)).toBe(filled)
  })
})
