import { describe, expect, it } from 'vitest'
import { at, zone } from '../examples/calendar.ts'
import type { TimeZoneId } from './types.ts'
import { offsetAt, offsetSpans, parseTimeZoneId } from './zoneOffsets.ts'

describe('a zone’s name', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['Etc/GMT+5', 'Etc/GMT+5'],
    ['UTC', 'UTC'],
  ])('is read: %s as %s', (text, name) => expect(parseTimeZoneId(text)).toBe(name))

  it.each([
    '',
    'Mars/Olympus',
    '+05:30',
    'Mars+05',
    'toString',
    '__proto__',
    'Europe/Berlin ',
    'E'.repeat(300),
  ])('is not read where this machine knows no such zone: %j', (text) =>
    expect(parseTimeZoneId(text)).toBeUndefined(),
  )
})

describe('a zone’s offsets', () => {
  it('change at the transition and not a second sooner', () => {
    const berlin = zone('Europe/Berlin')
    const change = at('2026-03-29T01:00:00Z')
    expect(offsetAt(berlin, change - 1)).toBe(3_600_000)
    expect(offsetAt(berlin, change)).toBe(7_200_000)
  })

  it('lie seamlessly one after the other', () => {
    const spans = offsetSpans(
      zone('Australia/Lord_Howe'),
      at('2026-04-03T00:00:00Z'),
      at('2026-04-07T00:00:00Z'),
    )
    expect(spans.at(0)?.start).toBe(at('2026-04-03T00:00:00Z'))
    expect(spans.at(-1)?.end).toBe(at('2026-04-07T00:00:00Z'))
    for (const [i, { start }] of spans.entries()) if (i > 0) expect(start).toBe(spans[i - 1]?.end)
    expect(new Set(spans.map(({ offset }) => offset / 3_600_000))).toEqual(new Set([11, 10.5]))
  })

  it('are a fault for a name that was never read', () => {
    expect(() => offsetAt('Mars/Olympus' as TimeZoneId, 0)).toThrow(RangeError)
  })

  it('are still right after more days and zones than are kept', () => {
    const berlin = zone('Europe/Berlin')
    for (let day = 0; day < 9000; day++) offsetAt(berlin, day * 86_400_000)
    for (let zoneCase = 0; zoneCase < 700; zoneCase++) {
      const name = [...'europe/berlin'].map((letter, i) =>
        (zoneCase >> i) & 1 ? letter.toUpperCase() : letter,
      )
      offsetAt(name.join('') as TimeZoneId, 0)
    }
    expect(offsetAt(berlin, at('2026-07-01T00:00:00Z'))).toBe(7_200_000)
  })
})
