import { occupiedInterval } from '../availability/occupiedInterval.ts'
import type { AvailabilityFacts, Occupation, SlotLock } from '../availability/types.ts'
import type {
  BusinessRules,
  Calendar,
  Employee,
  Service,
  WallInterval,
  Weekday,
  WeeklyHours,
} from '../schedule/types.ts'
import { parseCalendarDate } from '../time/calendarDate.ts'
import { minutes, parseInstant, plus } from '../time/instant.ts'
import type { CalendarDate, Instant, Interval, TimeZoneId, WallTime } from '../time/types.ts'
import { parseWallTime } from '../time/wallTime.ts'
import { parseTimeZoneId } from '../time/zoneOffsets.ts'

function read<Value>(value: Value | undefined, text: string): Value {
  if (value === undefined) throw new Error(`The example ${text} cannot be read`)
  return value
}

export const date = (text: string): CalendarDate => read(parseCalendarDate(text), text)
export const time = (text: string): WallTime => read(parseWallTime(text), text)
export const zone = (text: string): TimeZoneId => read(parseTimeZoneId(text), text)
export const at = (text: string): Instant => read(parseInstant(text), text)
export const between = (start: string, end: string): Interval => ({ start: at(start), end: at(end) })

/** `hours('09:00-12:00', '13:00-17:00')` */
export function hours(...texts: readonly string[]): WallInterval[] {
  return texts.map((text) => ({ start: time(text.slice(0, 5)), end: time(text.slice(6)) }))
}

const WEEK: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

export function everyDay(...texts: readonly string[]): WeeklyHours {
  return Object.fromEntries(WEEK.map((day) => [day, hours(...texts)]))
}

/** Half an hour for one person, without buffers, on the business's grid. */
export function aService(but: Partial<Service> = {}): Service {
  return {
    id: 1,
    durationMinutes: 30,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    capacity: 1,
    requiresApproval: false,
    ...but,
  }
}

/** Works nine to five every day and offers service 1. */
export function anEmployee(but: Partial<Employee> = {}): Employee {
  return {
    id: 1,
    weeklyHours: everyDay('09:00-17:00'),
    dateOverrides: [],
    timeOff: [],
    serviceIds: [1],
    priority: 1,
    ...but,
  }
}

/** UTC, a grid of half hours, no notice, thirty days ahead. */
export function someRules(but: Partial<BusinessRules> = {}): BusinessRules {
  return {
    timeZone: zone('UTC'),
    slotStepMinutes: 30,
    minimumNoticeMinutes: 0,
    bookingWindowDays: 30,
    cancelCutoffMinutes: 0,
    rescheduleCutoffMinutes: 0,
    assignmentRule: 'fewest_appointments',
    blackoutDates: [],
    ...but,
  }
}

export interface Situation {
  readonly rules?: Partial<BusinessRules>
  readonly services?: readonly Service[]
  readonly employees?: readonly Employee[]
  readonly appointments?: readonly Occupation[]
  readonly locks?: readonly SlotLock[]
  readonly now?: Instant
}

export function aCalendar({ rules, services, employees }: Situation = {}): Calendar {
  return {
    rules: someRules(rules),
    services: new Map((services ?? [aService()]).map((service) => [service.id, service])),
    employees: new Map((employees ?? [anEmployee()]).map((employee) => [employee.id, employee])),
  }
}

/** `now` is the Monday 2026-11-23T08:00:00Z if left out. */
export function facts(situation: Situation = {}): AvailabilityFacts {
  return {
    calendar: aCalendar(situation),
    occupancy: { appointments: situation.appointments ?? [], locks: situation.locks ?? [] },
    now: situation.now ?? at('2026-11-23T08:00:00Z'),
  }
}

export function anAppointment(
  start: Instant,
  service: Service = aService(),
  but: Partial<Occupation> = {},
): Occupation {
  return {
    appointmentId: 1,
    employeeId: 1,
    serviceId: service.id,
    ...occupiedInterval(service, start),
    ...but,
  }
}

/** Another's, with ten minutes to go after 08:00 on 2026-11-23. */
export function aLock(start: Instant, service: Service = aService(), but: Partial<SlotLock> = {}): SlotLock {
  return {
    employeeId: 1,
    serviceId: service.id,
    ...occupiedInterval(service, start),
    expiresAt: plus(at('2026-11-23T08:00:00Z'), minutes(10)),
    owner: 'somebody',
    ...but,
  }
}
