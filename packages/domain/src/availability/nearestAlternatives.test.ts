import { describe, expect, it } from 'vitest'
import {
  anAppointment,
  anEmployee,
  aService,
  at,
  everyDay,
  facts,
  hours,
  type Situation,
} from '../examples/calendar.ts'
import { formatInstant } from '../time/instant.ts'
import { type AlternativesQuery, nearestAlternatives } from './nearestAlternatives.ts'

const ten = at('2026-11-25T10:00:00Z')
const nearest = (situation: Situation, query: Partial<AlternativesQuery> = {}) =>
  nearestAlternatives(facts(situation), {
    serviceId: 1,
    employeeIds: [1],
    around: ten,
    limit: 3,
    ...query,
  }).map((slot) => `${slot.employeeId} ${formatInstant(slot.slot.start)}`)

describe('the nearest alternatives', () => {
  it('are the free starts by distance, the earlier of two as near first', () => {
    expect(nearest({ appointments: [anAppointment(ten)] })).toEqual([
      '1 2026-11-25T09:30:00Z',
      '1 2026-11-25T10:30:00Z',
      '1 2026-11-25T09:00:00Z',
    ])
  })

  it('begin with the start itself where somebody is free', () => {
    const employees = [anEmployee(), anEmployee({ id: 2 })]
    expect(
      nearest({ employees, appointments: [anAppointment(ten)] }, { employeeIds: [2, 1], limit: 2 }),
    ).toEqual(['2 2026-11-25T10:00:00Z', '1 2026-11-25T09:30:00Z'])
  })

  it('lie on other dates as far as is searched', () => {
    const employees = [anEmployee({ weeklyHours: { mon: hours('09:00-09:30'), fri: hours('09:00-10:00') } })]
    expect(nearest({ employees })).toEqual([
      '1 2026-11-27T09:00:00Z',
      '1 2026-11-27T09:30:00Z',
      '1 2026-11-23T09:00:00Z',
    ])
    expect(nearest({ employees }, { searchDays: 1 })).toEqual([])
  })

  it('are never past nor beyond the window', () => {
    const situation = {
      employees: [anEmployee({ weeklyHours: everyDay('09:00-09:30') })],
      rules: { bookingWindowDays: 3 },
    }
    expect(nearest({ ...situation, now: at('2026-11-24T12:00:00Z') }, { limit: 9 })).toEqual([
      '1 2026-11-25T09:00:00Z',
      '1 2026-11-26T09:00:00Z',
      '1 2026-11-27T09:00:00Z',
    ])
  })

  it('are as many as asked for', () => {
    expect(nearest({}, { limit: 0 })).toEqual([])
    expect(nearest({}, { limit: -1 })).toEqual([])
    expect(nearest({ services: [aService()] }, { limit: 5 })).toHaveLength(5)
  })
})
