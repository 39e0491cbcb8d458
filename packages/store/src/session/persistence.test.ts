import { describe, expect, it } from 'vitest'
import { type BookingState, emptyBooking, type Slot } from '../booking/reducer.ts'
import { deepFrozen } from '../deepFrozen.ts'
import { keep, recall } from './persistence.ts'

function memory() {
  const items = new Map<string, string>()
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  }
}

const slot: Slot = {
  date: '2026-12-01',
  time: '10:00',
  start_utc: '2026-12-01T15:00:00Z',
  end_utc: '2026-12-01T15:30:00Z',
  employeeId: 1,
  serviceId: 1,
}

const kept = { slot, token: 'token-of-sixteen-characters', until: 1 }

function afterReload(changes: Partial<BookingState>): BookingState | undefined {
  const storage = memory()
  keep(storage, deepFrozen({ ...emptyBooking, ...changes }))
  return recall(storage)
}

describe('keep and recall', () => {
  it('brings back choices and details', () => {
    const details = { name: 'Ann', email: 'ann@example.com', phone: '', notes: '' }
    expect(afterReload({ step: 'details', details })).toMatchObject({ step: 'details', details })
  })

  it('falls back to what was held before a claim that was never answered', () => {
    const hold = { kind: 'asking', slot: { ...slot, time: '11:00' }, kept } as const
    expect(afterReload({ hold })?.hold).toEqual({ kind: 'held', ...kept })
  })

  it('asks about a booking that was under way with its own key', () => {
    const body = {
      name: 'Ann',
      email: 'ann@example.com',
      date: slot.start_utc,
      service_id: 1,
      employee_id: 1,
    }
    const attempt = { key: 'the-key-of-this-attempt', body }
    const submission = afterReload({ submission: { kind: 'sending', attempt } })?.submission
    expect(submission).toMatchObject({ kind: 'unanswered', attempt })
  })

  it('begins anew from what cannot be read', () => {
    const storage = memory()
    storage.setItem('appointease-booking', '{"step":"paying"}')
    expect(recall(storage)).toBeUndefined()
    storage.setItem('appointease-booking', '{')
    expect(recall(storage)).toBeUndefined()
  })

  it('goes on without storage where the browser forbids it', () => {
    const forbid = () => {
      throw new Error('denied')
    }
    const storage = { getItem: forbid, setItem: forbid, removeItem: forbid }
    keep(storage, emptyBooking)
    expect(recall(storage)).toBeUndefined()
  })
})
