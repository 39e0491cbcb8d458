import {
  addDays,
  type CalendarDate,
  type Instant,
  instantOf,
  minutes,
  plus,
  wallClockAt,
} from '@appointease/domain'
import type { LockPlace } from '@appointease/server/ports/slotLocks.ts'
import { time, zone } from '@appointease/testkit/builders.ts'
import { seededNumbers } from '@appointease/testkit/seededRandomness.ts'

export const UTC = zone('UTC')

const STEP_MINUTES = 30

/** Nothing that begins there depends on the hour at which it is measured. */
export const tomorrow = (): CalendarDate => addDays(wallClockAt(instantOf(Date.now()), UTC).date, 1)

export interface BusinessSize {
  readonly employees: number
  readonly bookingWindowDays: number
  readonly opens: string
  /** `00:00` is the end of the day. */
  readonly closes: string
}

/** One employee's half hour. */
export interface Place {
  readonly employeeId: number
  readonly start: Instant
}

/** Every half hour of `days` dates and all employees, in an order that looks like chance and is always the same. */
export function placesOf(
  { firstDate }: { readonly firstDate: CalendarDate },
  size: BusinessSize,
  days: number,
): Place[] {
  const minute = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
  const closes = minute(size.closes) || 1440
  const places: Place[] = []
  for (let day = 0; day < days; day++) {
    const midnight = Date.parse(`${addDays(firstDate, day)}T00:00:00Z`)
    for (let at = minute(size.opens); at < closes; at += STEP_MINUTES) {
      for (let employeeId = 1; employeeId <= size.employees; employeeId++) {
        places.push({ employeeId, start: instantOf(midnight + minutes(at)) })
      }
    }
  }
  return shuffle(places)
}

function shuffle(places: Place[]): Place[] {
  const next = seededNumbers(7)
  for (let last = places.length - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1))
    const [a, b] = [places[last], places[other]]
    if (a && b) [places[last], places[other]] = [b, a]
  }
  return places
}

/** As a lock there is named. */
export function lockPlaceOf({ employeeId, start }: Place): LockPlace {
  const slot = { start, end: plus(start, minutes(STEP_MINUTES)) }
  const wall = wallClockAt(start, UTC)
  return {
    employeeId,
    serviceId: 1,
    slot,
    occupied: slot,
    date: wall.date,
    time: time(wall.time),
    occurrence: 1,
  }
}
