import { minutes, plus } from '../time/instant.ts'
import { wallReading } from '../time/wallClock.ts'
import { decideStart, prepareEmployeeDays } from './decideStart.ts'
import type { AvailabilityFacts, Occupancy, SlotDecision, SlotQuestion } from './types.ts'

/**
 * Whether this asker can book this start now. The facts must hold every claim that touches the service's time
 * with its buffers; claims elsewhere do no harm. A slot is listed by {@link listSlots} exactly if this says yes.
 */
export function decideSlot(facts: AvailabilityFacts, question: SlotQuestion): SlotDecision {
  const { calendar, now } = facts
  const { serviceId, employeeId, start } = question
  const employee = calendar.employees.get(employeeId)
  const service = employee?.serviceIds.includes(serviceId) ? calendar.services.get(serviceId) : undefined
  if (start < now) return { ok: false, refusal: { kind: 'past_date' } }
  if (!employee || !service) return { ok: false, refusal: { kind: 'service_not_offered' } }
  const zone = calendar.rules.timeZone
  const days = prepareEmployeeDays({
    rules: calendar.rules,
    now,
    asker: question,
    employee,
    service,
    occupancy: occupancyOf(facts.occupancy, employeeId),
    firstDay: wallReading(start, zone).day,
    lastDay: wallReading(plus(start, minutes(service.durationMinutes)), zone).day,
  })
  return decideStart(days, start)
}

export function occupancyOf(occupancy: Occupancy, employeeId: number): Occupancy {
  const isTheirs = (claim: { readonly employeeId: number }) => claim.employeeId === employeeId
  return {
    appointments: occupancy.appointments.filter(isTheirs),
    locks: occupancy.locks.filter(isTheirs),
  }
}
