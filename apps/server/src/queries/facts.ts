import {
  type AvailabilityFacts,
  addDays,
  type CalendarDate,
  dayInterval,
  type Instant,
  type Interval,
  listDates,
  type Occupancy,
  occupiedInterval,
  type TimeZoneId,
  wallClockAt,
} from '@appointease/domain'
import type { Catalog } from '../ports/catalog.ts'
import type { SlotLockReader, SlotLockRecord, TimeInQuestion } from '../ports/locks.ts'
import type { OccupancySource } from '../ports/occupancy.ts'
import type { Storage } from '../ports/storage.ts'

/** Where committed occupancy is read. */
export interface Committed {
  readonly storage: Storage
  readonly locks: SlotLockReader
}

/** Committed state; for showing and for lists that a later change may overtake. */
export function committed({ storage, locks }: Committed): OccupancySource {
  return { appointments: storage.appointments, locks }
}

/** What others have taken, with all that the store knows of each lock. */
interface ReadOccupancy extends Occupancy {
  readonly locks: readonly SlotLockRecord[]
}

export interface ReadFacts extends AvailabilityFacts {
  readonly occupancy: ReadOccupancy
}

/** An appointment with its buffers may reach this many days beyond the date of its start. */
const REACH_DAYS = 2

/** The dates whose locks can reach into the interval. */
function datesAround(within: Interval, zone: TimeZoneId): readonly CalendarDate[] {
  const first = addDays(wallClockAt(within.start, zone).date, -REACH_DAYS)
  const last = addDays(wallClockAt(within.end, zone).date, REACH_DAYS)
  return listDates(first, last)
}

/** Appointments and locks whose occupied time touches the interval; two reads, however long it is. */
async function readOccupancy(
  source: OccupancySource,
  catalog: Catalog,
  employeeIds: readonly number[],
  within: Interval,
  now: Instant,
): Promise<ReadOccupancy> {
  const dates = datesAround(within, catalog.settings.rules.timeZone)
  const [appointments, locks] = await Promise.all([
    source.appointments.listOccupations(employeeIds, within),
    source.locks.listLocks(employeeIds, dates, now),
  ])
  return { appointments, locks }
}

export async function readFacts(
  source: OccupancySource,
  catalog: Catalog,
  employeeIds: readonly number[],
  within: Interval,
  now: Instant,
): Promise<ReadFacts> {
  return {
    calendar: catalog.calendar,
    occupancy: await readOccupancy(source, catalog, employeeIds, within, now),
    now,
  }
}

interface WishedStart {
  readonly serviceId: number
  readonly employeeIds: readonly number[]
  readonly start: Instant
}

/** The time that {@link readFactsForStart} is going to ask about, where it is one employee's. */
export function timeInQuestion(
  { calendar }: Catalog,
  { serviceId, employeeIds, start }: WishedStart,
): TimeInQuestion | undefined {
  const service = calendar.services.get(serviceId)
  const [employeeId, ...others] = employeeIds
  if (!service || employeeId === undefined || others.length > 0) return undefined
  const { date } = wallClockAt(start, calendar.rules.timeZone)
  return { employeeId, date, occupied: occupiedInterval(service, start).occupied }
}

/** What can stand in the way of one start: facts over just the time that the service would occupy. */
export async function readFactsForStart(
  source: OccupancySource,
  catalog: Catalog,
  wish: WishedStart,
  now: Instant,
): Promise<ReadFacts> {
  const service = catalog.calendar.services.get(wish.serviceId)
  if (!service) return { calendar: catalog.calendar, occupancy: { appointments: [], locks: [] }, now }
  return readFacts(source, catalog, wish.employeeIds, occupiedInterval(service, wish.start).occupied, now)
}

/** From local midnight of `from` to the midnight after `to`, and as far again as buffers can reach. */
export function datesWithReach(from: CalendarDate, to: CalendarDate, zone: TimeZoneId): Interval {
  return {
    start: dayInterval(addDays(from, -REACH_DAYS), zone).start,
    end: dayInterval(addDays(to, REACH_DAYS), zone).end,
  }
}
