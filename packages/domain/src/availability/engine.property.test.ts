import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gridMinutes, isBookableByModel, minuteModel, workedMinutes } from '../examples/minuteModel.ts'
import { type RandomSituation, situations } from '../examples/randomFacts.ts'
import { addDays } from '../time/calendarDate.ts'
import { formatInstant, intervalOf, minutes, plus } from '../time/instant.ts'
import type { CalendarDate, Instant } from '../time/types.ts'
import { wallClockAt } from '../time/wallClock.ts'
import { decideSlot } from './decideSlot.ts'
import { describeDay } from './describeDay.ts'
import { listSlots } from './listSlots.ts'

/** Days before and after the noon that the model knows; the questions stay two days inside. */
const MODEL_DAYS = 5
const SERVICE_IDS = [1, 2, 99]
const EMPLOYEE_IDS = [1, 2, 99]

function daysAround({ place }: RandomSituation): CalendarDate[] {
  const today = wallClockAt(place.noon, place.timeZone).date
  return [-1, 0, 1].map((count) => addDays(today, count))
}

/** Every start on the service's grid in the three days, and some beside it. */
function startsToTry({ place, facts }: RandomSituation, serviceId: number): Instant[] {
  const model = minuteModel(place.timeZone, place.noon, MODEL_DAYS)
  const range = intervalOf(place.noon - minutes(1440 * 3), place.noon + minutes(1440 * 3))
  const { services, rules } = facts.calendar
  const step = services.get(serviceId)?.slotStepMinutes ?? rules.slotStepMinutes
  const onGrid = gridMinutes(model, step, range)
  const beside = onGrid
    .filter((_, i) => i % 7 === 0)
    .flatMap((start) => [plus(start, 1000), plus(start, minutes(1))])
  return [...onGrid, ...beside]
}

interface Answer {
  readonly name: string
  readonly date: CalendarDate
  readonly byEngine: boolean
  readonly byModel: boolean
}

function askEveryStart(situation: RandomSituation, serviceId: number, employeeId: number): Answer[] {
  const { place, facts, asker } = situation
  const model = minuteModel(place.timeZone, place.noon, MODEL_DAYS)
  const employee = facts.calendar.employees.get(employeeId)
  const worked = employee ? workedMinutes(model, facts, employee) : []
  return startsToTry(situation, serviceId).map((start) => {
    const question = { ...asker, serviceId, employeeId, start }
    return {
      name: `${employeeId} ${formatInstant(start)}`,
      date: wallClockAt(start, place.timeZone).date,
      byEngine: decideSlot(facts, question).ok,
      byModel: isBookableByModel(model, worked, facts, question),
    }
  })
}

describe('the engine', () => {
  it('lists a start exactly when it can be booked, and a person with a clock agrees', () => {
    fc.assert(
      fc.property(situations, fc.constantFrom(...SERVICE_IDS), (situation, serviceId) => {
        const { facts, asker } = situation
        const dates = daysAround(situation)
        const [from, , to] = dates as [CalendarDate, CalendarDate, CalendarDate]
        const listed = listSlots(facts, { ...asker, serviceId, employeeIds: EMPLOYEE_IDS, from, to })
        const answers = EMPLOYEE_IDS.flatMap((employeeId) => askEveryStart(situation, serviceId, employeeId))
        const names = (of: readonly Answer[]) => of.map(({ name }) => name).sort()
        expect(names(answers.filter(({ byEngine }) => byEngine))).toEqual(
          names(answers.filter(({ byModel }) => byModel)),
        )
        expect(listed.map((slot) => `${slot.employeeId} ${formatInstant(slot.slot.start)}`).sort()).toEqual(
          names(answers.filter(({ byEngine, date }) => byEngine && dates.includes(date))),
        )
      }),
      { numRuns: 150 },
    )
  })

  it('gives lists, days and single questions the same slot', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const { facts, asker } = situation
        for (const date of daysAround(situation)) {
          const query = { ...asker, serviceId: 1, from: date, to: date, employeeIds: [2, 1, 2] }
          const listed = listSlots(facts, query)
          const described = [1, 2].flatMap((employeeId) =>
            describeDay(facts, { ...asker, serviceId: 1, employeeId, date }).flatMap(
              ({ start, decision }) => {
                expect(decision).toEqual(decideSlot(facts, { ...asker, serviceId: 1, employeeId, start }))
                return decision.ok ? [decision.slot] : []
              },
            ),
          )
          expect(listed).toEqual(
            described.sort((a, b) => a.slot.start - b.slot.start || a.employeeId - b.employeeId),
          )
        }
      }),
      { numRuns: 150 },
    )
  })

  it('says of every start on a day whose claim is in the way, whatever else refuses it', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const { facts, asker } = situation
        const days = daysAround(situation)
        for (const { decision, claim } of days.flatMap((date) =>
          describeDay(facts, { ...asker, employeeId: 1, serviceId: 1, date }),
        )) {
          const refusal = decision.ok ? undefined : decision.refusal
          const isByClaim = refusal?.kind === 'slot_taken' || refusal?.kind === 'slot_locked'
          if (isByClaim || !refusal) expect(claim).toEqual(refusal)
        }
      }),
      { numRuns: 60 },
    )
  })
})
