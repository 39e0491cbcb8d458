import { formatInstant } from '@appointease/domain'
import { instant, zone } from '@appointease/testkit/builders.ts'
import { describe, expect, it } from 'vitest'
import { busyTimesOf } from './busyTimes.ts'
import type { BusyQuestion } from './occurrences.ts'

const QUESTION: BusyQuestion = {
  within: { start: instant('2026-11-23T00:00:00Z'), end: instant('2026-12-10T00:00:00Z') },
  zone: zone('America/New_York'),
  own: new Set(),
}

const event = (...lines: string[]) => ['BEGIN:VEVENT', 'UID:one', ...lines, 'END:VEVENT']
const object = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR'].join('\r\n')

async function busy(text: string, differing: Partial<BusyQuestion> = {}): Promise<readonly string[]> {
  const { intervals } = await busyTimesOf([text], { ...QUESTION, ...differing })
  return intervals.map(({ start, end }) => `${formatInstant(start)}/${formatInstant(end)}`)
}

describe('an event keeps somebody busy', () => {
  it('for its time, in UTC, in a zone and with a duration', async () => {
    const tenToEleven = ['2026-11-24T10:00:00Z/2026-11-24T11:00:00Z']
    expect(await busy(object(...event('DTSTART:20261124T100000Z', 'DTEND:20261124T110000Z')))).toEqual(
      tenToEleven,
    )
    expect(await busy(object(...event('DTSTART:20261124T100000Z', 'DURATION:PT1H')))).toEqual(tenToEleven)
    const berlin = ['DTSTART;TZID=Europe/Berlin:20261124T110000', 'DTEND;TZID=Europe/Berlin:20261124T120000']
    expect(await busy(object(...event(...berlin)))).toEqual(tenToEleven)
  })

  it('in a zone of the object’s own making', async () => {
    const own = ['BEGIN:VTIMEZONE', 'TZID:Own Zone', 'BEGIN:STANDARD', 'DTSTART:16010101T000000']
    const rules = [...own, 'TZOFFSETFROM:+0300', 'TZOFFSETTO:+0300', 'END:STANDARD', 'END:VTIMEZONE']
    const times = ['DTSTART;TZID=Own Zone:20261124T100000', 'DTEND;TZID=Own Zone:20261124T110000']
    expect(await busy(object(...rules, ...event(...times)))).toEqual([
      '2026-11-24T07:00:00Z/2026-11-24T08:00:00Z',
    ])
  })

  it('for whole days and floating times by the business’s clock', async () => {
    expect(await busy(object(...event('DTSTART;VALUE=DATE:20261126')))).toEqual([
      '2026-11-26T05:00:00Z/2026-11-27T05:00:00Z',
    ])
    expect(await busy(object(...event('DTSTART:20261126T090000', 'DURATION:PT45M')))).toEqual([
      '2026-11-26T14:00:00Z/2026-11-26T14:45:00Z',
    ])
  })

  it('from when the clocks go on, where they leave its time out', async () => {
    const within = { start: instant('2027-03-14T00:00:00Z'), end: instant('2027-03-15T00:00:00Z') }
    const gap = event('DTSTART:20270314T023000', 'DURATION:PT30M')
    expect(await busy(object(...gap), { within })).toEqual(['2027-03-14T07:30:00Z/2027-03-14T08:00:00Z'])
  })

  it('not where it is transparent, cancelled, one of ours or without length', async () => {
    const times = ['DTSTART:20261124T100000Z', 'DURATION:PT1H']
    expect(await busy(object(...event(...times, 'TRANSP:TRANSPARENT')))).toEqual([])
    expect(await busy(object(...event(...times, 'STATUS:CANCELLED')))).toEqual([])
    expect(await busy(object(...event(...times)), { own: new Set(['one']) })).toEqual([])
    expect(await busy(object(...event('DTSTART:20261124T100000Z')))).toEqual([])
  })

  it('only within what is asked about, merged', async () => {
    const long = event('DTSTART:20261101T000000Z', 'DTEND:20261124T000000Z')
    const after = event('DTSTART:20261123T230000Z', 'DTEND:20261124T010000Z').with(1, 'UID:two')
    expect(await busy(object(...long, ...after))).toEqual(['2026-11-23T00:00:00Z/2026-11-24T01:00:00Z'])
  })
})

describe('a series', () => {
  const daily = ['DTSTART:20260101T100000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY']
  const from = (day: string, hour = '10') =>
    `2026-11-${day}T${hour}:00:00Z/2026-11-${day}T${Number(hour) + 1}:00:00Z`
  const within = { start: instant('2026-11-23T00:00:00Z'), end: instant('2026-11-26T00:00:00Z') }

  it('counts with every occurrence, also of one that began long ago', async () => {
    expect(await busy(object(...event(...daily)), { within })).toEqual([from('23'), from('24'), from('25')])
  })

  it('keeps its steps where it began long ago', async () => {
    const found = { start: instant('2026-11-16T00:00:00Z'), end: instant('2026-12-15T00:00:00Z') }
    const series = (rule: string) =>
      busy(object(...event('DTSTART:20200107T100000Z', 'DURATION:PT1H', `RRULE:${rule}`)), { within: found })
    const days = async (rule: string) => (await series(rule)).map((one) => one.slice(5, 10))
    // Gone through from its start by COUNT, and not without.
    for (const rule of [
      'FREQ=DAILY;INTERVAL=9',
      'FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TU',
      'FREQ=WEEKLY;INTERVAL=2;WKST=SU',
    ])
      expect(await days(rule)).toEqual(await days(`${rule};COUNT=2000`))
    expect(await days('FREQ=MONTHLY;BYDAY=1MO')).toEqual(['12-07'])
    expect(await days('FREQ=DAILY;UNTIL=20261117T235959Z')).toEqual(['11-16', '11-17'])
  })

  it('leaves out what is excepted, and moves what was moved', async () => {
    const series = event(...daily, 'EXDATE:20261123T100000Z')
    const moved = event('RECURRENCE-ID:20261124T100000Z', 'DTSTART:20261125T140000Z', 'DURATION:PT1H')
    expect(await busy(object(...series, ...moved), { within })).toEqual([from('25'), from('25', '14')])
  })

  it('leaves out an occurrence that was cancelled', async () => {
    const off = event('RECURRENCE-ID:20261124T100000Z', 'DTSTART:20261124T100000Z', 'STATUS:CANCELLED')
    expect(await busy(object(...event(...daily), ...off), { within })).toEqual([from('23'), from('25')])
  })

  it('goes on as it was changed for all that follow', async () => {
    const changed = event(
      'RECURRENCE-ID;RANGE=THISANDFUTURE:20261124T100000Z',
      'DTSTART:20261124T140000Z',
      'DURATION:PT1H',
    )
    expect(await busy(object(...event(...daily), ...changed), { within })).toEqual([
      from('23'),
      from('24', '14'),
      from('25', '14'),
    ])
  })

  it('keeps its wall time when the clocks change', async () => {
    const series = [
      'DTSTART;TZID=America/New_York:20261030T090000',
      'DURATION:PT1H',
      'RRULE:FREQ=DAILY;COUNT=3',
    ]
    const change = { start: instant('2026-10-31T00:00:00Z'), end: instant('2026-11-03T00:00:00Z') }
    expect(await busy(object(...event(...series)), { within: change })).toEqual([
      '2026-10-31T13:00:00Z/2026-10-31T14:00:00Z',
      '2026-11-01T14:00:00Z/2026-11-01T15:00:00Z',
    ])
  })

  it('counts with a single occurrence to which somebody was invited', async () => {
    const single = event('RECURRENCE-ID:20261124T100000Z', 'DTSTART:20261124T100000Z', 'DURATION:PT1H')
    expect(await busy(object(...single), { within })).toEqual([from('24')])
  })
})

it('says how many objects it does not understand, and counts the others', async () => {
  const endless = object(...event('DTSTART:20260101T100000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY'))
  const fine = object(...event('DTSTART:20261124T100000Z', 'DURATION:PT1H'))
  const found = await busyTimesOf(['nonsense', endless, fine, object(...event('SUMMARY:when?'))], QUESTION)
  expect(found).toMatchObject({ notUnderstood: 3, intervals: [{ start: instant('2026-11-24T10:00:00Z') }] })
})

it.each([
  ['a day that its week never has', 'RRULE:FREQ=DAILY;BYDAY=1MO'],
  ['a date that its month never has', 'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30'],
  ['steps that no number is too large for', 'RRULE:FREQ=DAILY;INTERVAL=999999999999'],
])('passes over a series for ever in search of %s, and keeps nobody waiting for it', async (_what, rule) => {
  const hanging = object(...event('DTSTART:20251124T100000Z', 'DURATION:PT1H', rule))
  const fine = object(...event('DTSTART:20261124T100000Z', 'DURATION:PT1H'))
  let turns = 0
  const counting = setInterval(() => {
    turns += 1
  }, 10)
  const found = await busyTimesOf([hanging, fine], QUESTION, 2_000)
  clearInterval(counting)
  expect(found.intervals.map(({ start }) => start)).toEqual([instant('2026-11-24T10:00:00Z')])
  expect(found.notUnderstood).toBe(1)
  expect(turns).toBeGreaterThan(5)
})
