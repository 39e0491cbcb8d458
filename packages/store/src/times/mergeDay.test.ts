import type { FreeSlot } from '@appointease/contract'
import { describe, expect, it } from 'vitest'
import { deepFrozen } from '../deepFrozen.ts'
import type { LiveDay } from '../live/reducer.ts'
import { mergeDay } from './mergeDay.ts'

// A Tuesday in New York, five hours behind UTC.
const date = '2026-12-01'
const utc = (hour: number, minute = 0) => new Date(Date.UTC(2026, 11, 1, hour + 5, minute)).toISOString()

const slot = (time: string, employees = [1]): FreeSlot => {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const end = new Date(Date.parse(utc(hour, minute)) + 30 * 60_000).toISOString()
  return { time, start_utc: utc(hour, minute), end_utc: end, employee_ids: employees, remaining: 1 }
}

const live = (changes: Partial<LiveDay>): LiveDay => ({
  day: { date, employeeId: 1, serviceId: 1 },
  booked: [],
  held: [],
  heldUntil: {},
  lookedAt: [],
  ownHold: null,
  ...changes,
})

type Day = Parameters<typeof mergeDay>[0]

const day = (changes: Partial<Day>): Day =>
  deepFrozen({
    date,
    employee: 1,
    zone: 'America/New_York',
    now: Date.parse(utc(8)),
    durationMinutes: 30,
    known: { free: [slot('10:00'), slot('10:30')], seen: [slot('10:00'), slot('10:30')] },
    live: null,
    own: null,
    ...changes,
  })

const kinds = (changes: Partial<Day>) =>
  Object.fromEntries(mergeDay(day(changes)).map(({ start, state }) => [start.time, state.kind]))

describe('mergeDay', () => {
  it('takes the feed at its word over an older list of free starts', () => {
    const seen = live({ booked: ['10:00'], held: ['10:30'], heldUntil: { '10:30': 99 } })
    expect(kinds({ live: seen })).toEqual({ '10:00': 'taken', '10:30': 'held' })
  })

  it('shows a start that only the feed names, in its place', () => {
    expect(Object.keys(kinds({ live: live({ booked: ['09:00'] }) }))).toEqual(['09:00', '10:00', '10:30'])
  })

  it('says of a start that others point at that it can still be had', () => {
    expect(kinds({ live: live({ lookedAt: ['10:00'] }) })['10:00']).toBe('looking')
  })

  it('shows as taken what was free before and is not any more, where no feed speaks', () => {
    const known = { free: [slot('10:30')], seen: [slot('10:30'), slot('10:00')] }
    expect(kinds({ known })).toEqual({ '10:00': 'taken', '10:30': 'free' })
  })

  it('keeps what the visitor holds theirs, and what only their own hold blocks free', () => {
    const own = { ...slot('10:00'), date, employeeId: 1, end_utc: utc(11) }
    const known = { free: [], seen: [slot('10:00'), slot('10:30')] }
    expect(kinds({ own, known })).toEqual({ '10:00': 'yours', '10:30': 'free' })
  })

  it('shows what the visitor holds even where no list names it', () => {
    const own = { ...slot('12:00'), date, employeeId: 1 }
    expect(kinds({ own })['12:00']).toBe('yours')
  })

  it('leaves out what another employee gives, and what is past', () => {
    const known = { free: [slot('10:00', [2]), slot('10:30')], seen: [slot('10:00', [2]), slot('10:30')] }
    expect(kinds({ known })).toEqual({ '10:30': 'free' })
    expect(kinds({ now: Date.parse(utc(10)) })).toEqual({ '10:30': 'free' })
  })

  it('lets nobody give a start but the employee who was chosen', () => {
    const known = { free: [slot('10:00', [2, 1])], seen: [slot('10:00', [2, 1])] }
    expect(mergeDay(day({ known })).map(({ start }) => start.employeeIds)).toEqual([[1]])
    expect(mergeDay(day({ known, employee: 'any' })).map(({ start }) => start.employeeIds)).toEqual([[2, 1]])
  })

  it('does not ask the feed about a wall time that comes twice', () => {
    const first = { ...slot('01:30'), start_utc: '2026-11-01T05:30:00.000Z' }
    const second = { ...slot('01:30'), start_utc: '2026-11-01T06:30:00.000Z' }
    const states = mergeDay(
      day({
        date: '2026-11-01',
        now: 0,
        known: { free: [second], seen: [first, second] },
        live: live({ booked: ['01:30'] }),
      }),
    )
    expect(states.map(({ state }) => state.kind)).toEqual(['taken', 'free'])
  })
})
