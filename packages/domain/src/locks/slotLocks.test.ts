import { describe, expect, it } from 'vitest'
import { aLock, anAppointment, aService, at } from '../examples/calendar.ts'
import {
  LOCK_CAP_SECONDS,
  LOCK_SECONDS,
  lockConflict,
  renewedExpiry,
  SELECTION_SECONDS,
} from './slotLocks.ts'

describe('a slot lock', () => {
  it('lasts ten minutes, a selection ten seconds', () => {
    expect([LOCK_SECONDS, LOCK_CAP_SECONDS, SELECTION_SECONDS]).toEqual([600, 1800, 10])
    const now = at('2026-11-23T08:00:00Z')
    expect(renewedExpiry(now, now)).toBe(at('2026-11-23T08:10:00Z'))
  })

  it('is renewed for ten minutes from now, to at most thirty in all', () => {
    const lockedAt = at('2026-11-23T08:00:00Z')
    expect(renewedExpiry(lockedAt, at('2026-11-23T08:09:59Z'))).toBe(at('2026-11-23T08:19:59Z'))
    expect(renewedExpiry(lockedAt, at('2026-11-23T08:20:00Z'))).toBe(at('2026-11-23T08:30:00Z'))
    expect(renewedExpiry(lockedAt, at('2026-11-23T08:25:00Z'))).toBe(at('2026-11-23T08:30:00Z'))
  })

  it('conflicts with a claim that overlaps it until it expires', () => {
    const ten = at('2026-11-23T10:00:00Z')
    const mine = anAppointment(ten)
    expect(lockConflict(mine, [aLock(ten)], 1, 1)).toEqual({
      kind: 'slot_locked',
      freeAt: at('2026-11-23T08:10:00Z'),
    })
    expect(lockConflict(mine, [aLock(at('2026-11-23T10:30:00Z'))], 1, 1)).toBeUndefined()
    expect(lockConflict(mine, [], 1, 1)).toBeUndefined()
  })

  it('leaves the other seats of a group', () => {
    const ten = at('2026-11-23T10:00:00Z')
    const course = aService({ capacity: 2 })
    expect(lockConflict(anAppointment(ten, course), [aLock(ten, course)], 2, 2)).toBeUndefined()
    expect(lockConflict(anAppointment(ten, course), [aLock(ten, course)], 1, 2)?.kind).toBe('slot_locked')
  })
})
