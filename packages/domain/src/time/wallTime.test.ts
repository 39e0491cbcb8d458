import { describe, expect, it } from 'vitest'
import { time } from '../examples/calendar.ts'
import { minuteOfDay, parseWallTime, wallTimeOf } from './wallTime.ts'

describe('a wall time', () => {
  it.each(['00:00', '09:05', '19:30', '23:59'])('is read from HH:MM: %s', (text) => {
    expect(parseWallTime(text)).toBe(text)
    expect(wallTimeOf(minuteOfDay(time(text)))).toBe(text)
  })

  it.each(['24:00', '9:00', '09:60', '09:00:00', '0900', ' 09:00', '09:00\n', ''])(
    'is not read from %j',
    (text) => expect(parseWallTime(text)).toBeUndefined(),
  )

  it('starts again at midnight', () => {
    expect(wallTimeOf(1440)).toBe('00:00')
    expect(wallTimeOf(1501.5)).toBe('01:01')
    expect(wallTimeOf(-1)).toBe('23:59')
  })
})
