import { appointmentRefOf, employeeChoiceOf, idOf, ROUTES } from '@appointease/contract'
import { addDays, type CalendarDate, daysBetween, decideSlot } from '@appointease/domain'
import type { Refusal } from '../../commands/refusals.ts'
import type { Catalog } from '../../ports/catalog.ts'
import type { Seals } from '../../ports/seals.ts'
import type { Outcome } from '../../ports/storage.ts'
import { type DayDependencies, type DayQuery, viewDay } from '../../queries/daySlots.ts'
import { committed, readFactsForStart } from '../../queries/facts.ts'
import { listFreeDays } from '../../queries/freeSlots.ts'
import { findOwnAppointment } from '../../queries/ownAppointment.ts'
import { resolveStart } from '../../queries/slotStart.ts'
import { authorityOf } from '../handler.ts'
import type { Router } from '../router.ts'
import { invalid, readDate, readStart, readTimeZone } from '../wanted.ts'
import { presentCheck, presentDay, presentFreeDays } from './presenter.ts'

const MOST_DAYS = 92

/** What is free: a day of one employee, a range of days of anybody, one slot. */
export function availabilityRoutes(router: Router, deps: DayDependencies & { readonly seals: Seals }): void {
  const { storage, clock } = deps

  const dayReply = async (query: DayQuery) => {
    const view = await viewDay(deps, query)
    if (!view.ok) return view
    const catalog = await storage.catalog.getCatalog()
    return { ok: true as const, data: presentDay(query, view.value, catalog) }
  }

  router.handle(ROUTES.checkAvailability, async ({ body }) => {
    const date = readDate('date', body.date)
    if (!date.ok) return date
    const serviceId = body.service_id === undefined ? undefined : idOf(body.service_id)
    return dayReply({ date: date.value, employeeId: idOf(body.employee_id), serviceId, lockOwner: undefined })
  })

  router.handle(ROUTES.checkRescheduleAvailability, async ({ body, context }) => {
    const date = readDate('date', body.date)
    if (!date.ok) return date
    const ref = appointmentRefOf(body.exclude_appointment_id)
    const authority = authorityOf(context.caller)
    const own = authority && (await findOwnAppointment(storage, ref, authority))
    if (!own) return { ok: false, refusal: { kind: 'not_found' } }
    return dayReply({
      date: date.value,
      employeeId: idOf(body.employee_id),
      serviceId: own.serviceId,
      lockOwner: body.client_id === undefined ? undefined : deps.seals.alias(body.client_id),
      exceptAppointmentId: own.id,
    })
  })

  router.handle(ROUTES.listAvailability, async ({ query }) => {
    const catalog = await storage.catalog.getCatalog()
    const range = readRange(query.from, query.to)
    if (!range.ok) return range
    const zone = query.timezone ? readTimeZone('timezone', query.timezone) : undefined
    if (zone && !zone.ok) return zone
    const businessZone = catalog.settings.rules.timeZone
    const who = readEmployees(catalog, idOf(query.service_id), employeeChoiceOf(query.employee_id ?? 'any'))
    if (!who.ok) return who
    const days = await listFreeDays(deps, catalog, {
      ...range.value,
      serviceId: idOf(query.service_id),
      employeeIds: who.value,
      zone: zone?.value ?? businessZone,
      lockOwner: query.client_id === undefined ? undefined : deps.seals.alias(query.client_id),
    })
    return { ok: true, data: presentFreeDays(zone?.value ?? businessZone, days) }
  })

  router.handle(ROUTES.checkSlot, async ({ body }) => {
    const catalog = await storage.catalog.getCatalog()
    const zone = catalog.settings.rules.timeZone
    const wanted = readStart(body, zone)
    if (!wanted.ok) return wanted
    const start = resolveStart(wanted.value, zone)
    if (!start.ok) return { ok: true, data: presentCheck(start.refusal) }
    const question = {
      serviceId: idOf(body.service_id),
      employeeId: idOf(body.employee_id),
      start: start.value,
    }
    const wish = { ...question, employeeIds: [question.employeeId] }
    const facts = await readFactsForStart(committed(deps), catalog, wish, clock.now())
    const decision = decideSlot(facts, question)
    return { ok: true, data: presentCheck(decision.ok ? undefined : decision.refusal) }
  })
}

interface Range {
  readonly from: CalendarDate
  readonly to: CalendarDate
}

function readRange(fromText: string, toText: string): Outcome<Range, Refusal> {
  const from = readDate('from', fromText)
  if (!from.ok) return from
  const to = readDate('to', toText)
  if (!to.ok) return to
  if (to.value < from.value) return invalid('to', 'to lies before from.')
  if (daysBetween(from.value, to.value) >= MOST_DAYS) {
    return invalid(
      'to',
      `At most ${MOST_DAYS} days can be asked for: to is ${addDays(from.value, MOST_DAYS - 1)} at the latest.`,
    )
  }
  return { ok: true, value: { from: from.value, to: to.value } }
}

/** Those who can be asked for. A service or an employee that does not exist is `not_found`. */
function readEmployees(
  catalog: Catalog,
  serviceId: number,
  choice: number | 'any',
): Outcome<readonly number[], Refusal> {
  const { services, employees } = catalog.calendar
  if (!services.has(serviceId)) return { ok: false, refusal: { kind: 'not_found' } }
  if (choice === 'any') {
    const offering = [...employees.values()].filter((one) => one.serviceIds.includes(serviceId))
    return { ok: true, value: offering.map((one) => one.id).sort((a, b) => a - b) }
  }
  const employee = employees.get(choice)
  if (!employee) return { ok: false, refusal: { kind: 'not_found' } }
  if (!employee.serviceIds.includes(serviceId)) return { ok: false, refusal: { kind: 'service_not_offered' } }
  return { ok: true, value: [choice] }
}
