import type { StartOption } from '@appointease/store'
import { createFormats } from '@appointease/ui'
import { describe, expect, it } from 'vitest'
import { cellGroups } from './timeCells.ts'

const formats = createFormats('en-GB')

const option = (start_utc: string, state: StartOption['state'] = { kind: 'free' }): StartOption => ({
  start: { date: '2026-12-01', time: '', start_utc, end_utc: start_utc, employeeIds: [1] },
  instant: Date.parse(start_utc),
  state,
})

describe('cellGroups', () => {
  it('says each state in words as well', () => {
    const states: StartOption['state'][] = [
      { kind: 'free' },
      { kind: 'looking' },
      { kind: 'held', until: 492_000 },
      { kind: 'yours' },
      { kind: 'current' },
      { kind: 'taken' },
    ]
    const options = states.map((state, at) => option(`2026-12-01T0${at + 1}:00:00Z`, state))
    const [group] = cellGroups(options, formats, 'UTC', 0)
    expect(group?.cells.map(({ word }) => word)).toEqual([
      '',
      'Being viewed',
      'Held 8:12',
      'Yours',
      'As booked',
      'Taken',
    ])
    expect(group?.cells[2]?.sentence).toBe('3:00, held by somebody else, free again in 8:12 unless booked')
  })

  it('tells an hour that comes twice apart by its offset', () => {
    // New York, 1 November 2026: 02:00 EDT becomes 01:00 EST.
    const options = [
      option('2026-11-01T05:30:00Z'),
      option('2026-11-01T06:30:00Z'),
      option('2026-11-01T07:30:00Z'),
    ]
    const labels = cellGroups(options, formats, 'America/New_York', 0)[0]?.cells.map(({ label }) => label)
    expect(labels).toEqual(['1:30 (GMT-4)', '1:30 (GMT-5)', '2:30'])
  })

  it('names the date where the day of the business reaches over midnight here', () => {
    const options = [option('2026-12-01T14:00:00Z'), option('2026-12-01T22:00:00Z')]
    const labels = cellGroups(options, formats, 'Asia/Tokyo', 0).map(({ label }) => label)
    expect(labels).toEqual(['Evening · Tue 1 Dec', 'Morning · Wed 2 Dec'])
  })

  it('names the date where the whole day of the business is another here', () => {
    // Three in the afternoon in Los Angeles is noon of the next day in Auckland.
    const labels = cellGroups([option('2026-12-01T23:00:00Z')], formats, 'Pacific/Auckland', 0)
    expect(labels.map(({ label }) => label)).toEqual(['Afternoon · Wed 2 Dec'])
  })

  it('leaves the date out where both calendars agree', () => {
    const labels = cellGroups([option('2026-12-01T15:00:00Z')], formats, 'America/New_York', 0)
    expect(labels.map(({ label }) => label)).toEqual(['Morning'])
  })
})
