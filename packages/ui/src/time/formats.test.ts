import { describe, expect, it } from 'vitest'
import { formatCountdown } from './countdown.ts'
import { firstDayOfWeek } from './firstDayOfWeek.ts'
import { createFormats } from './formats.ts'
import { spokenDuration } from './spokenDuration.ts'

const tenInNewYork = Date.parse('2026-12-01T15:00:00Z')

describe('createFormats', () => {
  it('follows the clock habit of the locale', () => {
    expect(createFormats('en-GB').time(tenInNewYork, 'America/New_York')).toBe('10:00')
    expect(createFormats('en-US').time(tenInNewYork, 'America/New_York')).toMatch(/^10:00\sAM$/)
  })

  it('counts in the digits and the calendar of everything else on the page', () => {
    for (const locale of ['ar-EG', 'ar-SA', 'fa']) {
      const formats = createFormats(locale)
      expect(formats.fullDay('2026-12-01')).toMatch(/2026/)
      expect(formats.dayOfMonth('2026-12-01')).toBe('1')
      expect(formats.money(75, 'EUR')).toMatch(/75/)
    }
  })

  it('heads a column with what fits over it', () => {
    expect(createFormats('en').weekdayHead('2026-12-01')).toBe('Tue')
    expect(createFormats('ar').weekdayHead('2026-12-01')).toBe('ث')
  })

  it('keeps a sign with its letters when reading right to left', () => {
    expect(createFormats('ar').money(75, 'USD')).toContain('\u2066US$\u2069')
  })

  it('keeps a calendar date on its day wherever the reader is', () => {
    expect(createFormats('en-US').fullDay('2026-12-01')).toBe('Tuesday, December 1, 2026')
  })

  it('tells the two runs of a repeated hour apart', () => {
    const formats = createFormats('en-US')
    const [first, second] = ['2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z'].map((instant) =>
      Date.parse(instant),
    )
    expect(formats.offset(first ?? 0, 'America/New_York')).not.toBe(
      formats.offset(second ?? 0, 'America/New_York'),
    )
  })

  it('shows cents only where there are any', () => {
    const formats = createFormats('en-US')
    expect(formats.money(75, 'USD')).toBe('$75')
    expect(formats.money(75.5, 'USD')).toBe('$75.50')
  })
})

describe('lengths of time', () => {
  it('counts down in whole seconds and stops at nought', () => {
    expect(formatCountdown(492_000)).toBe('8:12')
    expect(formatCountdown(8_100)).toBe('0:09')
    expect(formatCountdown(-5)).toBe('0:00')
  })

  it('says hours and minutes as people do', () => {
    expect([30, 60, 75].map(spokenDuration)).toEqual(['30 min', '1 h', '1 h 15 min'])
  })
})

describe('firstDayOfWeek', () => {
  it.each([
    ['en-US', 0],
    ['de-DE', 1],
    ['ar-EG', 6],
  ])('of %s is %i', (locale, day) => {
    expect(firstDayOfWeek(locale)).toBe(day)
  })
})
