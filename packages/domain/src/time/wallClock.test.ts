import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at, date, time, zone } from '../examples/calendar.ts'
import { addDays, dayNumber } from './calendarDate.ts'
import { formatInstant, instantOf } from './instant.ts'
import type { Instant } from './types.ts'
import { dayInterval, instantsAt, momentsOnGrid, resolveWallTime, wallClockAt } from './wallClock.ts'

const written = (instants: readonly Instant[]) => instants.map(formatInstant)
const instants = (day: string, wall: string, name: string) =>
  written(instantsAt(date(day), time(wall), zone(name)))
const hoursOf = (day: string, name: string) => {
  const { start, end } = dayInterval(date(day), zone(name))
  return (end - start) / 3_600_000
}

describe('what a wall clock shows', () => {
  it.each([
    ['2026-11-23T10:00:00Z', 'Europe/Berlin', '2026-11-23', '11:00', 60],
    ['2026-11-23T18:45:00Z', 'Asia/Kathmandu', '2026-11-24', '00:30', 345],
    ['2026-01-01T00:30:00Z', 'Australia/Lord_Howe', '2026-01-01', '11:30', 660],
    ['1970-01-01T00:00:00Z', 'America/New_York', '1969-12-31', '19:00', -300],
    ['2100-07-01T12:00:00Z', 'America/New_York', '2100-07-01', '08:00', -240],
    ['2500-07-01T12:00:00Z', 'America/New_York', '2500-07-01', '08:00', -240],
  ])('%s in %s', (instant, name, day, wall, offsetMinutes) => {
    expect(wallClockAt(at(instant), zone(name))).toEqual({ date: day, time: wall, offsetMinutes })
  })

  it('keeps the sign of an offset of less than an hour: Monrovia was 44½ minutes behind until 1972', () => {
    expect(wallClockAt(at('1970-01-01T01:00:00Z'), zone('Africa/Monrovia'))).toEqual({
      date: '1970-01-01',
      time: '00:15',
      offsetMinutes: -44.5,
    })
    expect(instants('1970-01-01', '12:00', 'Africa/Monrovia')).toEqual(['1970-01-01T12:44:30Z'])
  })

  it('knows local mean times with seconds: New York before 1883', () => {
    expect(instants('1800-01-01', '00:00', 'America/New_York')).toEqual(['1800-01-01T04:56:02Z'])
  })
})

describe('the instants of a wall time', () => {
  it('are none in the hour that spring skips, New York 2026-03-08 02:00–03:00', () => {
    expect(instants('2026-03-08', '01:59', 'America/New_York')).toEqual(['2026-03-08T06:59:00Z'])
    expect(instants('2026-03-08', '02:00', 'America/New_York')).toEqual([])
    expect(instants('2026-03-08', '02:59', 'America/New_York')).toEqual([])
    expect(instants('2026-03-08', '03:00', 'America/New_York')).toEqual(['2026-03-08T07:00:00Z'])
  })

  it('are two in the hour that autumn repeats, New York 2026-11-01 01:00–02:00', () => {
    expect(instants('2026-11-01', '01:00', 'America/New_York')).toEqual([
      '2026-11-01T05:00:00Z',
      '2026-11-01T06:00:00Z',
    ])
    expect(instants('2026-11-01', '02:00', 'America/New_York')).toEqual(['2026-11-01T07:00:00Z'])
  })

  it('skip and repeat half an hour on Lord Howe', () => {
    expect(instants('2026-10-04', '02:00', 'Australia/Lord_Howe')).toEqual([])
    expect(instants('2026-10-04', '02:30', 'Australia/Lord_Howe')).toEqual(['2026-10-03T15:30:00Z'])
    expect(instants('2026-04-05', '01:30', 'Australia/Lord_Howe')).toEqual([
      '2026-04-04T14:30:00Z',
      '2026-04-04T15:00:00Z',
    ])
    expect(instants('2026-04-05', '01:00', 'Australia/Lord_Howe')).toHaveLength(1)
  })

  it('are always one in a zone without clock changes', () => {
    expect(instants('2026-03-08', '02:30', 'Asia/Kolkata')).toEqual(['2026-03-07T21:00:00Z'])
  })

  it('are none on a date that the zone left out, Apia 2011-12-30', () => {
    expect(instants('2011-12-30', '12:00', 'Pacific/Apia')).toEqual([])
    expect(instants('2011-12-29', '23:59', 'Pacific/Apia')).toEqual(['2011-12-30T09:59:00Z'])
    expect(instants('2011-12-31', '00:00', 'Pacific/Apia')).toEqual(['2011-12-30T10:00:00Z'])
  })

  it('mean the first occurrence where a person names only the wall time', () => {
    expect(resolveWallTime(date('2026-11-01'), time('01:30'), zone('America/New_York'))).toEqual({
      ok: true,
      instant: at('2026-11-01T01:30:00-04:00'),
    })
    expect(resolveWallTime(date('2026-03-08'), time('02:30'), zone('America/New_York'))).toEqual({
      ok: false,
      refusal: { kind: 'nonexistent_time' },
    })
  })
})

describe('the interval of a date', () => {
  it.each([
    ['2026-03-08', 'America/New_York', 23],
    ['2026-11-01', 'America/New_York', 25],
    ['2026-04-05', 'Australia/Lord_Howe', 24.5],
    ['2026-10-04', 'Australia/Lord_Howe', 23.5],
    ['2026-03-08', 'Asia/Kolkata', 24],
    ['2026-03-29', 'Antarctica/Troll', 22],
    ['2026-02-15', 'Africa/Casablanca', 25],
    ['2026-03-22', 'Africa/Casablanca', 23],
    ['2011-12-30', 'Pacific/Apia', 0],
    ['2500-06-01', 'Asia/Kathmandu', 24],
  ])('%s in %s has %d hours', (day, name, count) => expect(hoursOf(day, name)).toBe(count))

  it('starts at 01:00 where the clocks skip midnight, Santiago 2026-09-06', () => {
    const santiago = zone('America/Santiago')
    const { start } = dayInterval(date('2026-09-06'), santiago)
    expect(formatInstant(start)).toBe('2026-09-06T04:00:00Z')
    expect(wallClockAt(start, santiago).time).toBe('01:00')
    expect(instants('2026-09-06', '00:00', 'America/Santiago')).toEqual([])
  })

  it('holds 23:00–24:00 twice where the clocks go back at midnight, Santiago 2026-04-04', () => {
    expect(hoursOf('2026-04-04', 'America/Santiago')).toBe(25)
    expect(dayInterval(date('2026-04-05'), zone('America/Santiago')).start).toBe(at('2026-04-05T04:00:00Z'))
  })

  it('starts at the first of two midnights, Havana 2026-11-01', () => {
    expect(instants('2026-11-01', '00:00', 'America/Havana')).toHaveLength(2)
    expect(formatInstant(dayInterval(date('2026-11-01'), zone('America/Havana')).start)).toBe(
      '2026-11-01T04:00:00Z',
    )
  })

  it('reaches to the last moment of a date to which the clocks return, St John’s 2010-11-07 00:01 → 23:01', () => {
    const { end } = dayInterval(date('2010-11-06'), zone('America/St_Johns'))
    expect(formatInstant(end)).toBe('2010-11-07T03:30:00Z')
    expect(instants('2010-11-06', '23:30', 'America/St_Johns')).toEqual([
      '2010-11-07T02:00:00Z',
      '2010-11-07T03:00:00Z',
    ])
  })
})

const ZONES = [
  'UTC',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'America/Santiago',
  'Africa/Casablanca',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'America/St_Johns',
  'Africa/Monrovia',
  'Europe/Dublin',
  'Antarctica/Troll',
].map(zone)
const anInstant = fc
  .integer({ min: -3e12, max: 1.7e13 })
  .map((seconds) => instantOf(Math.floor(seconds / 1000) * 1000))

describe('wall clocks', () => {
  it('lead from an instant to its date and back, from 1875 to 2500', () => {
    fc.assert(
      fc.property(anInstant, fc.constantFrom(...ZONES), (instant, name) => {
        const wall = wallClockAt(instant, name)
        const seconds = (((instant + wall.offsetMinutes * 60_000) % 60_000) + 60_000) % 60_000
        expect(instantsAt(wall.date, wall.time, name).map(Number)).toContain(instant - seconds)
        const { start, end } = dayInterval(wall.date, name)
        expect(start <= instant && instant < end).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('agree with the platform’s own formatting', () => {
    const formats = new Map(
      ZONES.map((name) => [
        name,
        new Intl.DateTimeFormat('sv-SE', { timeZone: name, dateStyle: 'short', timeStyle: 'short' }),
      ]),
    )
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1.6e13 }), fc.constantFrom(...ZONES), (moment, name) => {
        const wall = wallClockAt(instantOf(moment), name)
        expect(`${wall.date} ${wall.time}`).toBe(formats.get(name)?.format(moment))
      }),
      { numRuns: 3000 },
    )
  })

  it('show a grid’s moments exactly where each of its wall times has instants', () => {
    const changes = [
      '2026-03-08',
      '2026-11-01',
      '2026-04-05',
      '2026-10-04',
      '2026-09-06',
      '2011-12-30',
      '2010-11-07',
    ]
    for (const name of ZONES) {
      for (const day of changes.flatMap((text) => [addDays(date(text), -1), date(text)])) {
        for (const step of [15, 50, 60]) {
          const walls = Array.from({ length: Math.ceil(1440 / step) }, (_, i) => i * step)
          const expected = walls.flatMap((minute) => {
            const wall = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
            return instantsAt(day, time(wall), name)
          })
          expect([...momentsOnGrid(dayNumber(day), step, name)]).toEqual(expected.sort((a, b) => a - b))
        }
      }
    }
  })

  it('refuse a grid without a step', () => expect(() => momentsOnGrid(0, 0, zone('UTC'))).toThrow(RangeError))
})
