import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { situations } from '../examples/randomFacts.ts'
import { addDays } from '../time/calendarDate.ts'
import { wallClockAt } from '../time/wallClock.ts'
import { describeDay } from './describeDay.ts'
import { listSlots } from './listSlots.ts'

const ownZone = process.env.TZ
const MACHINES = [
  ['UTC', 0],
  ['America/New_York', 300],
  ['Pacific/Kiritimati', -840],
  ['Asia/Kolkata', -330],
  ['Australia/Lord_Howe', -660],
] as const

afterEach(() => {
  if (ownZone === undefined) delete process.env.TZ
  else process.env.TZ = ownZone
})

describe('the zone of the machine', () => {
  it('changes nothing in what is offered', () => {
    const samples = fc.sample(situations, { numRuns: 25, seed: 20261123 })
    const answers = MACHINES.map(([name, minutesBehindUtc]) => {
      process.env.TZ = name
      expect(new Date(2026, 0, 1).getTimezoneOffset()).toBe(minutesBehindUtc)
      return samples.map(({ place, facts, asker }) => {
        const today = wallClockAt(place.noon, place.timeZone).date
        const query = {
          ...asker,
          serviceId: 1,
          employeeIds: [1, 2],
          from: addDays(today, -1),
          to: addDays(today, 1),
        }
        return [listSlots(facts, query), describeDay(facts, { ...asker, employeeId: 1, date: today })]
      })
    })
    expect(answers.flat(3).length).toBeGreaterThan(500)
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })
})
