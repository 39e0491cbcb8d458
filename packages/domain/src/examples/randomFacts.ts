import fc from 'fast-check'
import { occupiedInterval } from '../availability/occupiedInterval.ts'
import type { Asker, AvailabilityFacts, Occupation, SlotLock } from '../availability/types.ts'
import type { Employee, Service, TimeOff, WallInterval, WeeklyHours } from '../schedule/types.ts'
import { addDays } from '../time/calendarDate.ts'
import { minutes, plus } from '../time/instant.ts'
import type { CalendarDate, Instant, Interval, TimeZoneId } from '../time/types.ts'
import { wallClockAt } from '../time/wallClock.ts'
import { wallTimeOf } from '../time/wallTime.ts'
import { at, zone } from './calendar.ts'

/** A zone and a noon in UTC near which its clocks do something worth testing, or pointedly nothing. */
interface Place {
  readonly timeZone: TimeZoneId
  readonly noon: Instant
}

export interface RandomSituation {
  readonly place: Place
  readonly facts: AvailabilityFacts
  readonly asker: Asker
}

const PLACES: readonly Place[] = [
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['America/New_York', '2100-03-14'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Asia/Kolkata', '2026-06-15'],
  ['America/Santiago', '2026-04-05'],
  ['America/Santiago', '2026-09-06'],
  ['America/Havana', '2026-11-01'],
  ['Africa/Casablanca', '2026-02-15'],
  ['Africa/Casablanca', '2026-03-22'],
  ['Antarctica/Troll', '2026-03-29'],
  ['Pacific/Apia', '2011-12-30'],
  ['Pacific/Kiritimati', '2026-12-31'],
  ['Asia/Kathmandu', '2500-02-28'],
  ['Europe/Paris', '1970-01-02'],
].map(([name, day]) => ({ timeZone: zone(name ?? ''), noon: at(`${day}T12:00:00Z`) }))

const upTo = (most: number, unit: number) => fc.nat(Math.floor(most / unit)).map((count) => count * unit)
const wallTime = upTo(1425, 15).map(wallTimeOf)
const wallInterval: fc.Arbitrary<WallInterval> = fc.oneof(
  fc.record({ start: wallTime, end: wallTime }),
  fc.constant({ start: wallTimeOf(540), end: wallTimeOf(1020) }),
  fc.constant({ start: wallTimeOf(0), end: wallTimeOf(0) }),
)
const dayHours = fc.array(wallInterval, { maxLength: 3 })
const weeklyHours: fc.Arbitrary<WeeklyHours> = fc.record(
  { sun: dayHours, mon: dayHours, tue: dayHours, wed: dayHours, thu: dayHours, fri: dayHours, sat: dayHours },
  { requiredKeys: [] },
)

const aService = (id: number): fc.Arbitrary<Service> =>
  fc
    .record({
      durationMinutes: fc.oneof(
        upTo(120, 5).map((more) => more + 5),
        fc.constantFrom(1440, 2000),
      ),
      bufferBeforeMinutes: fc.constantFrom(0, 0, 5, 30),
      bufferAfterMinutes: fc.constantFrom(0, 0, 10, 45),
      capacity: fc.constantFrom(1, 1, 2, 3),
      step: fc.constantFrom(undefined, undefined, 20, 90),
    })
    .map(({ step, ...service }) => ({
      id,
      requiresApproval: false,
      ...service,
      ...(step && { slotStepMinutes: step }),
    }))

const period = (today: CalendarDate) =>
  fc.tuple(fc.integer({ min: -2, max: 2 }), fc.nat(1)).map(([from, length]) => ({
    startDate: addDays(today, from),
    endDate: addDays(today, from + length),
  }))

const timeOff = (today: CalendarDate): fc.Arbitrary<TimeOff> =>
  fc.tuple(period(today), fc.option(wallTime), fc.option(wallTime)).map(([dates, startTime, endTime]) => ({
    ...dates,
    ...(startTime && { startTime }),
    ...(endTime && { endTime }),
  }))

const busyTimes = (noon: Instant): fc.Arbitrary<readonly Interval[]> =>
  fc.array(
    fc.tuple(fc.integer({ min: -2880, max: 2880 }), fc.nat(600)).map(([from, length]) => ({
      start: plus(noon, minutes(from)),
      end: plus(noon, minutes(from + length)),
    })),
    { maxLength: 2 },
  )

const anEmployee = (id: number, today: CalendarDate, noon: Instant): fc.Arbitrary<Employee> =>
  fc.record({
    id: fc.constant(id),
    weeklyHours,
    dateOverrides: fc.uniqueArray(
      fc.record({ date: fc.constantFrom(addDays(today, -1), today, addDays(today, 1)), intervals: dayHours }),
      { maxLength: 2, selector: ({ date }) => date },
    ),
    timeOff: fc.array(timeOff(today), { maxLength: 1 }),
    busyTimes: busyTimes(noon),
    serviceIds: fc.constantFrom([1, 2], [1, 2], [1]),
    priority: fc.constant(1),
  })

const occupation = (noon: Instant, services: readonly Service[]): fc.Arbitrary<Occupation> =>
  fc
    .record({
      appointmentId: fc.nat(5),
      employeeId: fc.constantFrom(1, 2),
      service: fc.constantFrom(...services),
      start: fc
        .oneof(fc.integer({ min: -144, max: 144 }), fc.constantFrom(-2, 0, 2))
        .map((quarters) => plus(noon, minutes(quarters * 15))),
    })
    .map(({ service, start, ...rest }) => ({
      ...rest,
      serviceId: service.id,
      ...occupiedInterval(service, start),
    }))

const lock = (noon: Instant, services: readonly Service[]): fc.Arbitrary<SlotLock> =>
  fc
    .tuple(occupation(noon, services), fc.constantFrom('me', 'somebody', 'another'), fc.boolean())
    .map(([{ appointmentId: _, ...claim }, owner, isOpen]) => ({
      ...claim,
      serviceId: isOpen ? claim.serviceId : undefined,
      expiresAt: plus(noon, minutes(10)),
      owner,
    }))

const facts = ({ timeZone, noon }: Place, services: readonly Service[]): fc.Arbitrary<AvailabilityFacts> => {
  const today = wallClockAt(noon, timeZone).date
  return fc
    .record({
      employees: fc.tuple(anEmployee(1, today, noon), anEmployee(2, today, noon)),
      slotStepMinutes: fc.constantFrom(15, 30, 50, 60),
      minimumNoticeMinutes: fc.constantFrom(0, 0, 45, 600),
      bookingWindowDays: fc.constantFrom(0, 1, 30),
      businessHours: fc.option(weeklyHours, { freq: 4, nil: undefined }),
      blackoutDates: fc.array(period(today), { maxLength: 1 }),
      appointments: fc.array(occupation(noon, services), { maxLength: 12 }),
      locks: fc.array(lock(noon, services), { maxLength: 4 }),
      minutesToNow: fc.integer({ min: -2160, max: 1440 }),
    })
    .map((random) => ({
      now: plus(noon, minutes(random.minutesToNow)),
      calendar: {
        services: new Map(services.map((service) => [service.id, service])),
        employees: new Map(random.employees.map((employee) => [employee.id, employee])),
        rules: {
          timeZone,
          slotStepMinutes: random.slotStepMinutes,
          minimumNoticeMinutes: random.minimumNoticeMinutes,
          bookingWindowDays: random.bookingWindowDays,
          cancelCutoffMinutes: 0,
          rescheduleCutoffMinutes: 0,
          assignmentRule: 'priority' as const,
          blackoutDates: random.blackoutDates,
          ...(random.businessHours && { businessHours: random.businessHours }),
        },
      },
      occupancy: { appointments: random.appointments, locks: random.locks },
    }))
}

const asker: fc.Arbitrary<Asker> = fc.record(
  {
    lockOwner: fc.constantFrom('me', 'somebody'),
    exceptAppointmentId: fc.nat(5),
    exemptFromPolicies: fc.boolean(),
  },
  { requiredKeys: [] },
)

/** Two employees, two services, and a few days around a noon at which the clocks may do anything. */
export const situations: fc.Arbitrary<RandomSituation> = fc
  .tuple(fc.constantFrom(...PLACES), aService(1), aService(2))
  .chain(([place, one, two]) =>
    fc.record({ place: fc.constant(place), facts: facts(place, [one, two]), asker }),
  )
