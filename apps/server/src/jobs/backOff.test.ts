import { describe, expect, test } from 'vitest'
import { pauseAfter } from './backOff.ts'

const HOUR = 3_600_000
const MIDDLE = 0.5

function pausesOf(kind: 'one_time_code' | 'appointment_confirmed', random: number): number[] {
  const pauses: number[] = []
  for (let failures = 1; ; failures++) {
    const pause = pauseAfter(failures, kind, random)
    if (pause === undefined) return pauses
    pauses.push(pause)
  }
}

const total = (pauses: readonly number[]) => pauses.reduce((sum, pause) => sum + pause, 0)

describe('the pauses between tries', () => {
  test('of a mail about an appointment grow and end within a day', () => {
    const pauses = pausesOf('appointment_confirmed', MIDDLE)
    expect(pauses.slice(0, 4)).toEqual([60_000, 300_000, 900_000, HOUR])
    expect(pauses).toEqual([...pauses].sort((one, other) => one - other))
    expect(total(pauses)).toBeGreaterThan(23 * HOUR)
    expect(total(pauses)).toBeLessThan(24 * HOUR)
  })

  test('of a code are short, since somebody waits for it', () => {
    const pauses = pausesOf('one_time_code', MIDDLE)
    expect(pauses[0]).toBe(5_000)
    expect(total(pauses)).toBeLessThan(600_000)
  })

  test('differ by up to a fifth, so that what failed together comes back apart', () => {
    expect(pauseAfter(1, 'appointment_confirmed', 0)).toBe(48_000)
    expect(pauseAfter(1, 'appointment_confirmed', 1)).toBe(72_000)
  })
})
