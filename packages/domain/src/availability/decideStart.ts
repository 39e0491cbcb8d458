import { lockConflict } from '../locks/slotLocks.ts'
import type { BusinessRules, Employee, Service } from '../schedule/types.ts'
import { hoursOfDays, type WorkingHours } from '../schedule/workingHours.ts'
import { dateOfDay } from '../time/calendarDate.ts'
import { minutes } from '../time/instant.ts'
import { contains, overlaps } from '../time/intervals.ts'
import type { Instant, Interval } from '../time/types.ts'
import { intervalOfDay, wallReading } from '../time/wallClock.ts'
import { type ClaimIndex, claimsTouching, indexClaims } from './claimIndex.ts'
import { type Claim, collides, isSameGroup, seatsLeft } from './claims.ts'
import { occupiedInterval } from './occupiedInterval.ts'
import type { Asker, Occupancy, Occupation, SlotDecision, SlotLock, SlotRefusal } from './types.ts'

/** The refusals that say whose claim is in the way. */
export type ClaimRefusal = Extract<SlotRefusal, { kind: 'slot_taken' | 'slot_locked' }>

/** All that follows from the facts for one employee, one service and some days, before a start is named. */
export interface EmployeeDays {
  readonly rules: BusinessRules
  readonly now: Instant
  readonly asker: Asker
  readonly employeeId: number
  /** Undefined where this employee does not offer it. */
  readonly service: Service | undefined
  readonly today: number
  readonly hours: WorkingHours
  readonly appointments: ClaimIndex<Occupation>
  readonly othersLocks: ClaimIndex<SlotLock>
  readonly ownLocks: readonly SlotLock[]
}

export interface EmployeeDaysPlan {
  readonly rules: BusinessRules
  readonly now: Instant
  readonly asker: Asker
  readonly employee: Employee
  readonly service: Service | undefined
  /** This employee's; those of others are not looked for. */
  readonly occupancy: Occupancy
  /** Starts may lie on these days in the business's zone. */
  readonly firstDay: number
  readonly lastDay: number
}

export function prepareEmployeeDays(plan: EmployeeDaysPlan): EmployeeDays {
  const { rules, now, asker, employee, service, occupancy } = plan
  const span = Math.ceil((service?.durationMinutes ?? 0) / 1440)
  const isOwn = (lock: SlotLock) => asker.lockOwner !== undefined && lock.owner === asker.lockOwner
  return {
    rules,
    now,
    asker,
    employeeId: employee.id,
    service,
    today: wallReading(now, rules.timeZone).day,
    hours: hoursOfDays(rules, employee, plan.firstDay - 1, plan.lastDay + span + 1),
    appointments: indexClaims(
      asker.exceptAppointmentId === undefined
        ? occupancy.appointments
        : occupancy.appointments.filter(({ appointmentId }) => appointmentId !== asker.exceptAppointmentId),
    ),
    othersLocks: indexClaims(occupancy.locks.filter((lock) => !isOwn(lock))),
    ownLocks: occupancy.locks.filter(isOwn),
  }
}

/**
 * Whether a start can be booked, and if not the first reason: what no other time would change, then what another
 * date would, then what another time of the day would, and last what others may still give back. Every list and
 * every booking asks here.
 */
export function decideStart(days: EmployeeDays, start: Instant): SlotDecision {
  const { service } = days
  if (start < days.now) return refuse({ kind: 'past_date' })
  if (!service) return refuse({ kind: 'service_not_offered' })
  const { day, sinceMidnight } = wallReading(start, days.rules.timeZone)
  const { slot, occupied } = occupiedInterval(service, start)
  const refusal =
    gridRefusal(days.rules, service, sinceMidnight) ??
    windowRefusal(days, day) ??
    hoursRefusal(days, day, slot) ??
    noticeRefusal(days, start)
  if (refusal) return refuse(refusal)
  const { employeeId } = days
  const serviceId = service.id
  const seats = seatsOrRefusal(days, { employeeId, serviceId, slot, occupied }, service.capacity)
  if (typeof seats !== 'number') return refuse(seats)
  return { ok: true, slot: { serviceId, employeeId, slot, occupied, remaining: seats } }
}

/** What others hold of the time that this start would take, whatever else may speak against it. */
export function claimRefusal(days: EmployeeDays, service: Service, start: Instant): ClaimRefusal | undefined {
  const claim = { employeeId: days.employeeId, serviceId: service.id, ...occupiedInterval(service, start) }
  const seats = seatsOrRefusal(days, claim, service.capacity)
  return typeof seats === 'number' ? undefined : seats
}

export function stepOf(rules: BusinessRules, service: Service | undefined): number {
  return service?.slotStepMinutes ?? rules.slotStepMinutes
}

function refuse(refusal: SlotRefusal): SlotDecision {
  return { ok: false, refusal }
}

function gridRefusal(rules: BusinessRules, service: Service, sinceMidnight: number): SlotRefusal | undefined {
  const slotStepMinutes = stepOf(rules, service)
  return sinceMidnight % minutes(slotStepMinutes) === 0 ? undefined : { kind: 'not_on_grid', slotStepMinutes }
}

function windowRefusal({ rules, asker, today }: EmployeeDays, day: number): SlotRefusal | undefined {
  const lastDay = today + rules.bookingWindowDays
  if (asker.exemptFromPolicies || day <= lastDay) return undefined
  return { kind: 'outside_window', lastDate: dateOfDay(lastDay) }
}

/** An absence is the reason where it keeps rostered hours from being worked, and wherever a start lies in it. */
function hoursRefusal({ rules, hours }: EmployeeDays, day: number, slot: Interval): SlotRefusal | undefined {
  if (isCovered(hours.working, slot)) return undefined
  const isRostered = isCovered(hours.rostered, slot)
  const inTheWay = hours.absences.filter(
    ({ interval }) => overlaps(interval, slot) && (isRostered || contains(interval, slot.start)),
  )
  const absence = inTheWay.find(({ kind }) => kind === 'blackout_date') ?? inTheWay[0]
  if (absence) return { kind: absence.kind }
  const date = intervalOfDay(day, rules.timeZone)
  const isWorkingDay = hours.rostered.some((interval) => overlaps(interval, date))
  return { kind: isWorkingDay ? 'outside_hours' : 'non_working_day' }
}

/** Who already holds a lock on that start was in time when it was taken: waiting for a code costs nobody the slot. */
function noticeRefusal(
  { rules, now, asker, ownLocks }: EmployeeDays,
  start: Instant,
): SlotRefusal | undefined {
  const { minimumNoticeMinutes } = rules
  if (start - now >= minutes(minimumNoticeMinutes) || asker.exemptFromPolicies) return undefined
  if (ownLocks.some(({ slot }) => slot.start === start)) return undefined
  return { kind: 'outside_notice', minimumNoticeMinutes }
}

/**
 * Who holds a seat of a group has it, whoever else holds one: somebody whose lock is just becoming an appointment may be
 * seen as both, and somebody who is just being refused as a holder.
 */
function seatsOrRefusal(days: EmployeeDays, claim: Claim, capacity: number): number | ClaimRefusal {
  const seats = seatsLeft(claim, claimsTouching(days.appointments, claim.occupied), capacity)
  if (seats === 0) return { kind: 'slot_taken' }
  const locks = claimsTouching(days.othersLocks, claim.occupied)
  if (locks.length === 0) return seats
  const rivals = days.ownLocks.some((lock) => isSameGroup(claim, lock))
    ? locks.filter((lock) => collides(claim, lock, capacity))
    : locks
  return lockConflict(claim, rivals, seats, capacity) ?? Math.max(1, seats - locks.length)
}

function isCovered(merged: readonly Interval[], slot: Interval): boolean {
  let low = 0
  let high = merged.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const interval = merged[middle]
    if (interval && interval.end > slot.start) high = middle
    else low = middle + 1
  }
  const candidate = merged[low]
  return candidate !== undefined && contains(candidate, slot)
}
