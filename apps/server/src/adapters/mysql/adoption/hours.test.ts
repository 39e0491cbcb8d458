import type { WeeklyHours } from '@appointease/domain'
import { time } from '@appointease/testkit/builders.ts'
import { describe, expect, it } from 'vitest'
import { openingHours, readInterval, readWorkingHours } from './hours.ts'

const from = (start: string, end: string) => ({ start: time(start), end: time(end) })

describe('hours of the original', () => {
  it.each<[string, WeeklyHours | undefined]>([
    ['{"mon":["09:00","17:00"]}', { mon: [from('09:00', '17:00')] }],
    [
      '{"Monday":[["9:00","12:00"],["13:00:00","24:00"]]}',
      { mon: [from('09:00', '12:00'), from('13:00', '00:00')] },
    ],
    ['{"fri":{"start":"22:00","end":"02:00"}}', { fri: [from('22:00', '02:00')] }],
    ['{"sat":[],"sun":null,"mon":false,"tue":""}', {}],
    ['{}', {}],
    ['{"mon":["09:00"', undefined],
    ['{"mon":["09:00","25:00"]}', undefined],
    ['{"mon":["09:00","09:00"]}', undefined],
    ['{"someday":["09:00","17:00"]}', undefined],
    ['{"mon":"all day"}', undefined],
    ['["09:00","17:00"]', undefined],
    ['null', undefined],
  ])('%s', (text, hours) => {
    expect(readWorkingHours(text)).toEqual(hours)
  })

  it('may be a whole day', () => {
    expect(readInterval('00:00:00', '24:00:00')).toEqual(from('00:00', '00:00'))
    expect(readInterval('00:00', '00:00')).toBeUndefined()
  })

  it('are the business’s while anybody is there', () => {
    const ann: WeeklyHours = {
      mon: [from('09:00', '12:00'), from('13:00', '17:00')],
      fri: [from('22:00', '02:00')],
    }
    const ben: WeeklyHours = {
      mon: [from('08:00', '09:00'), from('16:00', '18:00')],
      sun: [from('00:00', '00:00')],
    }
    expect(openingHours([ann, ben])).toEqual({
      sun: [from('00:00', '00:00')],
      mon: [from('08:00', '12:00'), from('13:00', '18:00')],
      fri: [from('22:00', '00:00')],
    })
    expect(openingHours([{}, {}])).toEqual({})
  })
})
