import { formatInstant } from '@appointease/domain'
import { zone } from '@appointease/testkit/builders.ts'
import { describe, expect, it } from 'vitest'
import { readDate, readMoment, readTimestamp } from './localTimes.ts'
import { siteZone } from './siteZone.ts'

const read = (text: string, where = 'Europe/Berlin') => {
  const moment = readMoment(text, zone(where))
  return moment && [formatInstant(moment.instant), moment.note]
}

describe('a DATETIME of the original', () => {
  it.each([
    ['2026-05-05 10:07:30', '2026-05-05T08:07:30Z', undefined],
    ['2026-01-05T10:00', '2026-01-05T09:00:00Z', undefined],
    ['2026-01-05 10:00:00.250', '2026-01-05T09:00:00Z', undefined],
    ['2026-01-05', '2026-01-04T23:00:00Z', undefined],
    // Clocks go from 2:00 to 3:00 on 29 March: PHP reads 2:30 as 3:30.
    ['2026-03-29 02:30:00', '2026-03-29T01:30:00Z', 'time_does_not_exist'],
    // And from 3:00 back to 2:00 on 25 October.
    ['2026-10-25 02:30:00', '2026-10-25T00:30:00Z', 'time_happens_twice'],
  ])('%s is %s', (text, instant, note) => {
    expect(read(text)).toEqual([instant, note])
  })

  it('is on the site’s clock, also where that is not on the whole hour', () => {
    expect(read('2026-05-05 10:00:00', 'Asia/Kathmandu')).toEqual(['2026-05-05T04:15:00Z', undefined])
    // Lord Howe Island moves its clocks by half an hour.
    expect(read('2026-10-04 02:15:00', 'Australia/Lord_Howe')).toEqual([
      '2026-10-03T15:45:00Z',
      'time_does_not_exist',
    ])
  })

  it.each([
    '',
    '0000-00-00 00:00:00',
    '0000-00-00',
    '2026-02-30 10:00',
    '2026-02-03 24:00',
    '2026-02-03 10:00:75',
    'soon',
  ])('is none where it says “%s”', (text) => {
    expect(readMoment(text, zone('Europe/Berlin'))).toBeUndefined()
  })

  it('has a date by itself, and none where it is zero', () => {
    expect([readDate('2026-02-03 10:00:00'), readDate('0000-00-00'), readDate('')]).toEqual([
      '2026-02-03',
      undefined,
      undefined,
    ])
  })

  it('is in UTC where the column is a TIMESTAMP', () => {
    expect(readTimestamp('2026-03-29 02:30:00')).toBe(Date.parse('2026-03-29T02:30:00Z'))
  })
})

describe('the site’s zone', () => {
  const of = (options: Record<string, string>) =>
    siteZone(new Map(Object.entries(options)), zone('Asia/Tokyo'))

  it('is its city, else its offset, else what the configuration says', () => {
    expect(of({ timezone_string: 'Europe/Paris', gmt_offset: '9' })).toEqual({
      timeZone: 'Europe/Paris',
      from: 'timezone_string',
    })
    expect(of({ timezone_string: '', gmt_offset: '-5' })).toEqual({
      timeZone: 'Etc/GMT+5',
      from: 'gmt_offset',
    })
    expect(of({ gmt_offset: '0' })).toEqual({ timeZone: 'UTC', from: 'gmt_offset' })
    expect(of({ gmt_offset: '5.75' }).timeZone).toBe('Asia/Kathmandu')
    expect(of({ timezone_string: '', gmt_offset: '' })).toEqual({
      timeZone: 'Asia/Tokyo',
      from: 'APPOINTEASE_TIMEZONE',
    })
  })

  it.each(['10.5', '-3.5', '99', 'east'])('is not guessed from an offset of %s', (gmt_offset) => {
    expect(() => of({ gmt_offset })).toThrow('choose a city')
  })

  it.each(['-9.5', '4.5', '5.5', '5.75', '6.5', '8.75', '9.5', '3', '-11', '14'])(
    'keeps an offset of %s hours all year',
    (gmt_offset) => {
      for (const day of ['2019-01-15', '2026-01-15', '2026-07-15'])
        expect(readMoment(`${day} 12:00:00`, of({ gmt_offset }).timeZone)?.instant).toBe(
          Date.parse(`${day}T12:00:00Z`) - Number(gmt_offset) * 3_600_000,
        )
    },
  )
})
