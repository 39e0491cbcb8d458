import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatInstant, instantOf, minutes, parseInstant } from './instant.ts'

describe('an instant', () => {
  it.each([
    ['2026-11-23T10:00:00Z', '2026-11-23T10:00:00Z'],
    ['2026-11-23T10:00:00+05:30', '2026-11-23T04:30:00Z'],
    ['2026-11-23t10:00:00z', '2026-11-23T10:00:00Z'],
    ['2026-11-23 10:00:00-00:00', '2026-11-23T10:00:00Z'],
    ['2026-11-23T10:00:00.250Z', '2026-11-23T10:00:00.250Z'],
    ['2026-11-23T10:00:00.123456Z', '2026-11-23T10:00:00.123Z'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
    ['2500-01-01T00:00:00+14:00', '2499-12-31T10:00:00Z'],
  ])('is read from RFC 3339: %s is %s', (text, written) => {
    const instant = parseInstant(text)
    expect(instant).toBeDefined()
    expect(formatInstant(instant ?? instantOf(Number.NaN))).toBe(written)
  })

  it.each([
    '2026-11-23T10:00:00',
    '2026-11-23',
    '2026-11-23T10:00Z',
    '2026-02-30T10:00:00Z',
    '2026-11-23T24:00:00Z',
    '2026-11-23T10:60:00Z',
    '2026-06-30T23:59:60Z',
    '2026-11-23T10:00:00+24:00',
    '2026-11-23T10:00:00+0530',
    '9999-12-31T23:59:59-01:00',
    '2026-11-23T10:00:00Z ',
    '',
    'now',
  ])('is not read without an offset or from what no clock shows: %j', (text) =>
    expect(parseInstant(text)).toBeUndefined(),
  )

  it('is written so that it is read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -6e13, max: 2.5e14 }), (milliseconds) => {
        expect(parseInstant(formatInstant(instantOf(milliseconds)))).toBe(milliseconds)
      }),
    )
  })

  it('is counted in milliseconds', () => expect(minutes(90)).toBe(5_400_000))
})
