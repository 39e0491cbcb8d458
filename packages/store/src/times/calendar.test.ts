import { describe, expect, it } from 'vitest'
import { addMonths, instantsOf, lastDateOf, todayIn, wallClock } from './calendar.ts'

const iso = (instants: number[]) => instants.map((instant) => new Date(instant).toISOString())

describe('instantsOf', () => {
  it('finds the one instant of an ordinary time', () => {
    expect(iso(instantsOf('2026-12-01', '10:00', 'America/New_York'))).toEqual(['2026-12-01T15:00:00.000Z'])
  })

  it('finds none in the gap when clocks go forward', () => {
    // New York, 14 March 2027: 02:00 becomes 03:00.
    expect(instantsOf('2027-03-14', '02:30', 'America/New_York')).toEqual([])
  })

  it('finds both runs of the hour that comes twice when clocks go back', () => {
    // New York, 1 November 2026: 02:00 EDT becomes 01:00 EST.
    expect(iso(instantsOf('2026-11-01', '01:30', 'America/New_York'))).toEqual([
      '2026-11-01T05:30:00.000Z',
      '2026-11-01T06:30:00.000Z',
    ])
  })

  it('knows zones that are not on the whole hour', () => {
    expect(iso(instantsOf('2026-12-01', '00:00', 'Asia/Kathmandu'))).toEqual(['2026-11-30T18:15:00.000Z'])
  })
})

describe('months and dates', () => {
  it('turns the year', () => {
    expect(addMonths('2026-11', 2)).toBe('2027-01')
    expect(addMonths('2026-01', -1)).toBe('2025-12')
  })

  it('ends February where the year says so', () => {
    expect(lastDateOf('2028-02')).toBe('2028-02-29')
    expect(lastDateOf('2026-02')).toBe('2026-02-28')
  })

  it('is already tomorrow in Auckland when it is evening in New York', () => {
    const instant = Date.parse('2026-12-01T23:00:00Z')
    expect(todayIn('America/New_York', instant)).toBe('2026-12-01')
    expect(todayIn('Pacific/Auckland', instant)).toBe('2026-12-02')
  })

  it('shows midnight as 00:00', () => {
    expect(wallClock(Date.parse('2026-12-01T05:00:00Z'), 'America/New_York')).toBe('2026-12-01T00:00')
  })
})
