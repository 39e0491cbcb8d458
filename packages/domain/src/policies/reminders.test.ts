import { describe, expect, test } from 'vitest'
import { parseInstant } from '../time/instant.ts'
import type { Instant } from '../time/types.ts'
import { parseTimeZoneId } from '../time/zoneOffsets.ts'
import { isTimeToRemind, LONGEST_ADVANCE_MILLISECONDS, reminderDue, reminderNow } from './reminders.ts'

const at = (text: string) => parseInstant(text) as Instant
const zone = (text: string) => parseTimeZoneId(text) ?? expect.fail(text)
const due = (start: string, hours: number, name: string) =>
  new Date(reminderDue(at(start), hours, zone(name))).toISOString().slice(0, 16)

describe('when a reminder is due', () => {
  test('is so many hours before, where that is by day for the recipient', () => {
    expect(due('2026-11-24T10:00:00Z', 24, 'UTC')).toBe('2026-11-23T10:00')
    // 15:45 in Kathmandu, three quarters of an hour off the whole one.
    expect(due('2026-11-24T10:00:00Z', 24, 'Asia/Kathmandu')).toBe('2026-11-23T10:00')
  })

  test('is at eight in the evening where it would be at night, earlier and never later', () => {
    // 02:00 in Los Angeles: the evening before, which is Sunday's.
    expect(due('2026-11-24T10:00:00Z', 24, 'America/Los_Angeles')).toBe('2026-11-23T04:00')
    // 22:00 in Auckland, and 07:00 in UTC before a start at nine.
    expect(due('2026-11-24T09:00:00Z', 24, 'Pacific/Auckland')).toBe('2026-11-23T07:00')
    expect(due('2026-11-24T09:00:00Z', 2, 'UTC')).toBe('2026-11-23T20:00')
  })

  test('begins with eight and ends before nine in the evening', () => {
    expect(due('2026-11-24T08:00:00Z', 24, 'UTC')).toBe('2026-11-23T08:00')
    expect(due('2026-11-24T07:59:00Z', 24, 'UTC')).toBe('2026-11-22T20:00')
    expect(due('2026-11-24T20:59:00Z', 24, 'UTC')).toBe('2026-11-23T20:59')
    expect(due('2026-11-24T21:00:00Z', 24, 'UTC')).toBe('2026-11-23T20:00')
  })

  test('counts hours that pass, also over a change of clocks', () => {
    // Clocks go forward on 29 March 2026: 10:00 in Berlin is 08:00Z, and 24 hours earlier it was 09:00 there.
    expect(due('2026-03-29T08:00:00Z', 24, 'Europe/Berlin')).toBe('2026-03-28T08:00')
    // 08:30 there: 24 hours earlier it was 07:30, so it is the evening before, at 20:00 of winter time.
    expect(due('2026-03-29T06:30:00Z', 24, 'Europe/Berlin')).toBe('2026-03-27T19:00')
    // And back on 25 October: 20:30 in Berlin is 19:30Z; 24 hours earlier it was 21:30 there.
    expect(due('2026-10-25T19:30:00Z', 24, 'Europe/Berlin')).toBe('2026-10-24T18:00')
  })

  test('is never after the start, nor more than fourteen hours before its hours', () => {
    const hour = 3_600_000
    const wrong: unknown[] = []
    for (const name of ['UTC', 'Pacific/Apia', 'America/St_Johns', 'Europe/Berlin', 'Australia/Lord_Howe'])
      for (let hours = 0; hours < 24 * 366; hours += 1) {
        const start = (at('2026-01-01T00:00:00Z') + hours * hour) as Instant
        const found = reminderDue(start, 1, zone(name))
        const advance = start - found - hour
        if (advance < 0 || advance > LONGEST_ADVANCE_MILLISECONDS || !isTimeToRemind(found, zone(name)))
          wrong.push({ name, start, found })
      }
    expect(wrong).toEqual([])
  })
})

describe('which reminder is sent', () => {
  const slot = { start: at('2026-11-24T10:00:00Z'), end: at('2026-11-24T10:30:00Z') }
  const known = { slot, updatedAt: at('2026-11-01T10:00:00Z') }
  const now = (text: string, hours = [24, 2], appointment = known) =>
    reminderNow(appointment, hours, zone('UTC'), at(text))?.hoursBefore

  test('is the latest that is due', () => {
    expect(now('2026-11-23T09:59:59Z')).toBeUndefined()
    expect(now('2026-11-23T10:00:00Z')).toBe(24)
    expect(now('2026-11-24T08:00:00Z')).toBe(2)
    expect(now('2026-11-24T08:00:00Z', [])).toBeUndefined()
  })

  test('is none at night and none from the start on', () => {
    expect(now('2026-11-23T21:00:00Z', [24])).toBeUndefined()
    expect(now('2026-11-24T07:59:00Z', [24])).toBeUndefined()
    expect(now('2026-11-24T09:59:00Z', [24])).toBe(24)
    expect(now('2026-11-24T10:00:00Z')).toBeUndefined()
  })

  test('is none where the appointment was made within two hours of it, or later', () => {
    const made = (text: string) => ({ slot, updatedAt: at(text) })
    expect(now('2026-11-23T11:00:00Z', [24], made('2026-11-23T08:00:00Z'))).toBe(24)
    expect(now('2026-11-23T11:00:00Z', [24], made('2026-11-23T08:00:01Z'))).toBeUndefined()
    expect(now('2026-11-23T11:00:00Z', [24], made('2026-11-23T10:30:00Z'))).toBeUndefined()
    expect(now('2026-11-24T08:00:00Z', [24, 2], made('2026-11-23T10:30:00Z'))).toBe(2)
  })
})
