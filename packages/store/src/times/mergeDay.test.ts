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
  date,
  employeeId: 1,
  serviceId: 1,
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
    live: [],
    own: null,
    ...changes,
  })

const kinds = (changes: Partial<Day>) =>
  Object.fromEntries(mergeDay(day(changes)).map(({ start, state }) => [start.time, state.kind]))

describe('mergeDay', () => {
  it('takes the feed at its word over an older list of free starts', () => {
    const seen = live({ booked: ['10:00'], held: ['10:30'], heldUntil: { '10:30': 99 } })
    expect(kinds({ live: [seen] })).toEqual({ '10:00': 'taken', '10:30': 'held' })
  })

  it('shows a start that only the feed names, in its place', () => {
    expect(Object.keys(kinds({ live: [live({ booked: ['09:00'] })] }))).toEqual(['09:00', '10:00', '10:30'])
  })

  it('says of a start that others point at that it can still be had', () => {
    expect(kinds({ live: [live({ lookedAt: ['10:00'] })] })['10:00']).toBe('looking')
  })

  it('shows as taken what was free before and is not any more, where no feed speaks', () => {
    const known = { free: [slot('10:30')], seen: [slot('10:30'), slot('10:00')] }
    expect(kinds({ known })).toEqual({ '10:00': 'taken', '10:30': 'free' })
  })

  it('keeps what the visitor holds theirs', () => {
    const own = { ...slot('10:00'), date, employeeId: 1, end_utc: utc(11) }
    expect(kinds({ own })).toEqual({ '10:00': 'yours', '10:30': 'free' })
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
        live: [live({ booked: ['01:30'] })],
      }),
    )
    expect(states.map(({ state }) => state.kind)).toEqual(['taken', 'free'])
  })
})

describe('mergeDay for anybody', () => {
  const both = { free: [slot('10:00', [1, 2])], seen: [slot('10:00', [1, 2])] }
  const of = (employeeId: number, changes: Partial<LiveDay> = {}) => live({ employeeId, ...changes })
  const merged = (changes: Partial<Day>) => {
    const [option] = mergeDay(day({ employee: 'any', known: both, ...changes }))
    return option && { ...option.state, by: option.start.employeeIds }
  }

  it('has a start free as long as one of the team does, and names only those', () => {
    const booked = of(1, { booked: ['10:00'] })
    expect(merged({ live: [booked, of(2)] })).toEqual({ kind: 'free', by: [2] })
    expect(merged({ live: [of(1, { held: ['10:00'] }), of(2)] })).toEqual({ kind: 'free', by: [2] })
  })

  it('has a start taken when nobody is left', () => {
    expect(merged({ live: [of(1, { booked: ['10:00'] }), of(2, { booked: ['10:00'] })] })?.kind).toBe('taken')
  })

  it('counts down to the first hold that ends when nobody is free and somebody is held', () => {
    const held = (employeeId: number, until: number) =>
      of(employeeId, { held: ['10:00'], heldUntil: { '10:00': until } })
    expect(merged({ live: [held(1, 900), held(2, 600)] })).toEqual({ kind: 'held', until: 600, by: [1, 2] })
    const one = [held(1, 900), of(2, { booked: ['10:00'] })]
    expect(merged({ live: one })).toEqual({ kind: 'held', until: 900, by: [1] })
    const unknown = [held(1, 900), of(2, { held: ['10:00'] })]
    expect(merged({ live: unknown })).toMatchObject({ kind: 'held', until: 900 })
  })

  it('says that somebody is looking only where it is at whom this visitor would get', () => {
    const looking = { lookedAt: ['10:00'] }
    expect(merged({ live: [of(1, looking), of(2)] })).toEqual({ kind: 'looking', by: [1, 2] })
    expect(merged({ live: [of(1), of(2, looking)] })?.kind).toBe('free')
    expect(merged({ live: [of(1, { booked: ['10:00'] }), of(2, looking)] })?.kind).toBe('looking')
  })

  it('asks first who already holds a time for this visitor', () => {
    const own = { ...slot('12:00'), date, employeeId: 2 }
    expect(merged({ own, live: [of(1), of(2)] })).toEqual({ kind: 'free', by: [2, 1] })
    expect(merged({ own, live: [of(1), of(2, { lookedAt: ['10:00'] })] })?.kind).toBe('looking')
  })

  it('keeps the own time the visitor’s, whatever becomes of the others’', () => {
    const own = { ...slot('10:00'), date, employeeId: 2 }
    expect(merged({ own, live: [of(1, { booked: ['10:00'] }), of(2)] })).toMatchObject({ kind: 'yours' })
  })

  it('waits for somebody who was held before this page could see them free', () => {
    const known = { free: [], seen: [slot('10:00', [1])] }
    const seen = [of(1, { booked: ['10:00'] }), of(2, { held: ['10:00'], heldUntil: { '10:00': 600 } })]
    expect(merged({ known, live: seen })).toEqual({ kind: 'held', until: 600, by: [2] })
  })

  it('goes by the list for those of whom no feed has spoken yet', () => {
    const known = { free: [slot('10:00', [2])], seen: [slot('10:00', [1, 2])] }
    expect(merged({ known, live: [of(1, { booked: ['10:00'] })] })).toEqual({ kind: 'free', by: [2] })
    expect(merged({ known, live: [of(2, { booked: ['10:00'] })] })?.kind).toBe('taken')
  })
})

describe('the day of an appointment that is being moved', () => {
  const moved = {
    employeeId: 1,
    start_utc: utc(10),
    end_utc: utc(11),
    date,
    time: '10:00',
    spared: [
      { time: '10:00', start_utc: utc(10) },
      { time: '10:30', start_utc: utc(10, 30) },
    ],
  }
  const states = (changes: Partial<Day>) =>
    mergeDay(day({ known: undefined, moved, ...changes })).map(({ start, state }) => [start.time, state.kind])

  it('shows where it is, and as free what only it rules out', () => {
    const feed = live({ booked: ['09:30', '10:00', '10:30'] })
    expect(states({ live: [feed] })).toEqual([
      ['09:30', 'taken'],
      ['10:00', 'current'],
      ['10:30', 'free'],
    ])
  })

  it('shows somebody else’s hold and glance there like everywhere', () => {
    const booked = ['10:00', '10:30']
    expect(states({ live: [live({ booked, held: ['10:30'] })] })[1]).toEqual(['10:30', 'held'])
    expect(states({ live: [live({ booked, lookedAt: ['10:30'] })] })[1]).toEqual(['10:30', 'looking'])
  })

  it('shows nothing of it where another employee is asked for', () => {
    expect(states({ employee: 2 })).toEqual([])
  })

  it('shows the appointment also where it is too late to book that time anew', () => {
    expect(states({ moved: { ...moved, spared: [] }, now: Date.parse(utc(10, 15)) })).toEqual([
      ['10:00', 'current'],
    ])
  })
})
