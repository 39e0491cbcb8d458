import { describe, expect, it } from 'vitest'
import { createServerClock } from './serverClock.ts'

const HOUR_MS = 3_600_000
/** 2026-12-01T10:00:00Z, by the server. */
const TEN = 1_796_119_200

describe('the server’s clock', () => {
  it.each([
    ['an hour ahead', HOUR_MS],
    ['an hour behind', -HOUR_MS],
  ])('is right on a device that is %s', (_, wrongBy) => {
    const device = TEN * 1000 + wrongBy
    const clock = createServerClock(() => device)
    expect(clock.at(device)).toBe(device)
    clock.hear(TEN)
    expect(clock.at(device)).toBe(TEN * 1000)
    expect(clock.at(device + 90_000)).toBe((TEN + 90) * 1000)
  })

  it('goes by the word that came soonest', () => {
    let device = 0
    const clock = createServerClock(() => device)
    const heard = []
    for (const delay of [5000, 300, 4000]) {
      device = TEN * 1000 + delay
      clock.hear(TEN)
      heard.push(device - clock.at(device))
    }
    expect(heard).toEqual([5000, 300, 300])
  })

  it('follows a device whose clock is put right', () => {
    let device = TEN * 1000 - HOUR_MS
    const clock = createServerClock(() => device)
    clock.hear(TEN)
    device += HOUR_MS
    clock.hear(TEN)
    expect(clock.at(device)).toBe(TEN * 1000)
  })
})
