import { ANY_SERVICE_ID, type Service } from '@appointease/domain'
import type { Catalog } from '../ports/catalog.ts'

/**
 * The catalog as somebody sees it who has not named a service: with one of a single grid step, without buffers,
 * that everybody offers. With a service named, the catalog as it is.
 */
export function forWantedService(
  catalog: Catalog,
  serviceId: number | undefined,
): Catalog & { readonly serviceId: number } {
  if (serviceId !== undefined) return { ...catalog, serviceId }
  const { calendar } = catalog
  const step: Service = {
    id: ANY_SERVICE_ID,
    durationMinutes: calendar.rules.slotStepMinutes,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    capacity: 1,
    requiresApproval: false,
  }
  const services = new Map(calendar.services).set(step.id, step)
  const employees = new Map(
    [...calendar.employees].map(([id, one]) => [id, { ...one, serviceIds: [...one.serviceIds, step.id] }]),
  )
  return { ...catalog, serviceId: step.id, calendar: { ...calendar, services, employees } }
}
