import { describe, expect, it } from 'vitest'
import { groupByPartOfDay } from './partsOfDay.ts'

const at = (...instants: string[]) => instants.map((instant) => ({ instant: Date.parse(instant) }))

describe('groupByPartOfDay', () => {
  it('begins the afternoon at noon and the evening at five', () => {
    const starts = at('2026-12-01T11:59Z', '2026-12-01T12:00Z', '2026-12-01T16:59Z', '2026-12-01T17:00Z')
    const groups = groupByPartOfDay(starts, 'UTC')
    expect(groups.map(({ part, items }) => [part, items.length])).toEqual([
      ['morning', 1],
      ['afternoon', 2],
      ['evening', 1],
    ])
  })

  it('gives a part beyond midnight its own date, after the part before it', () => {
    // 09:00 and 17:00 in New York are 23:00 and 07:00 of the next day in Tokyo.
    const groups = groupByPartOfDay(at('2026-12-01T22:00Z', '2026-12-01T14:00Z'), 'Asia/Tokyo')
    expect(groups.map(({ date, part }) => [date, part])).toEqual([
      ['2026-12-01', 'evening'],
      ['2026-12-02', 'morning'],
    ])
  })
})
