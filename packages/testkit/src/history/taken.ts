import type { Span, Spot } from './calls.ts'

/** A stretch of one employee's time that an appointment or a lock takes, in milliseconds since 1970. */
export interface Taken {
  readonly employee: number
  readonly service: number | null
  readonly start: number
  /** With the buffers. */
  readonly from: number
  readonly until: number
}

/** What is known of a service, read from the database. */
export interface ServiceFacts {
  readonly durationMinutes: number
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
  /** Persons whom one start takes. */
  readonly capacity: number
}

export type Services = ReadonlyMap<number, ServiceFacts>

const MINUTE = 60_000

/** Throws RangeError where there is no such service. */
export function takenBy({ employee, service, start }: Spot, services: Services): Taken {
  const facts = services.get(service)
  if (!facts) throw new RangeError(`There is no service ${service}.`)
  const from = start - facts.bufferBeforeMinutes * MINUTE
  const until = start + (facts.durationMinutes + facts.bufferAfterMinutes) * MINUTE
  return { employee, service, start, from, until }
}

export const capacityOf = (services: Services, service: number | null): number =>
  (service !== null && services.get(service)?.capacity) || 1

const sharesMoment = (one: { from: number; until: number }, other: { from: number; until: number }) =>
  one.from < other.until && other.from < one.until

export const isOneGroup = (one: Taken, other: Taken): boolean =>
  one.service !== null &&
  one.service === other.service &&
  one.employee === other.employee &&
  one.start === other.start

/** Whether there is no room for both, however many persons a group takes. */
export const excludes = (one: Taken, other: Taken): boolean =>
  one.employee === other.employee && sharesMoment(one, other) && !isOneGroup(one, other)

/** Somebody who has taken time, from one moment of the history to another. */
export interface Occupant {
  readonly taken: Taken
  readonly during: Span
}

/**
 * Occupants that cannot be there together: two that exclude each other, or more of one group than its service takes.
 * Compares each with each: it shares no idea with what it checks.
 */
export function findCrowds<One extends Occupant>(
  occupants: readonly One[],
  services: Services,
): (readonly One[])[] {
  const inOrder = occupants
    .filter(({ during }) => during.from < during.until)
    .sort((one, other) => one.during.from - other.during.from)
  return [...Map.groupBy(inOrder, ({ taken }) => taken.employee).values()].flatMap((ofEmployee) =>
    ofEmployee.flatMap((one, place) => {
      const present = ofEmployee.slice(0, place).filter(({ during }) => one.during.from < during.until)
      const pairs = present.filter((other) => excludes(one.taken, other.taken)).map((other) => [other, one])
      const group = [...present.filter((other) => isOneGroup(one.taken, other.taken)), one]
      return group.length > capacityOf(services, one.taken.service) ? [...pairs, group] : pairs
    }),
  )
}
