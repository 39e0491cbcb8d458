import { ROUTES, type ServerDateReply } from '@appointease/contract'
import { type Instant, type TimeZoneId, wallClockAt } from '@appointease/domain'
import type { CatalogStore } from '../../ports/catalog.ts'
import type { Clock } from '../../ports/clock.ts'
import { pageAsked } from '../paging.ts'
import type { Router } from '../router.ts'
import {
  FIRST_PAGE,
  presentService,
  presentSettings,
  presentStaffMember,
  presentTimeSlots,
  publicServices,
  publicStaff,
} from './presentCatalog.ts'
import { presentBusinessHours } from './presentHours.ts'

/** What the business offers, as everybody may read it. */
export function catalogRoutes(
  router: Router,
  { catalog, clock }: { catalog: CatalogStore; clock: Clock },
): void {
  router.handle(ROUTES.listServices, async ({ query }) => {
    const present = await catalog.getCatalog()
    const services = publicServices(present)
    const { page, perPage, offset, limit } = pageAsked(query, FIRST_PAGE)
    const shown = services.slice(offset, offset + limit).map((service) => presentService(service, present))
    return { ok: true, data: shown, paging: { page, perPage, total: services.length } }
  })

  router.handle(ROUTES.listStaff, async ({ query }) => {
    const present = await catalog.getCatalog()
    const service =
      query.service_id === undefined ? undefined : present.calendar.services.get(Number(query.service_id))
    if (query.service_id !== undefined && service === undefined)
      return { ok: false, refusal: { kind: 'not_found' } }
    const staff = publicStaff(present).filter(
      (employee) => !service || employee.serviceIds.includes(service.id),
    )
    const { page, perPage, offset, limit } = pageAsked(query, FIRST_PAGE)
    const shown = staff.slice(offset, offset + limit).map((employee) => presentStaffMember(employee, present))
    return { ok: true, data: shown, paging: { page, perPage, total: staff.length } }
  })

  router.handle(ROUTES.getBusinessHours, async () => {
    const { settings } = await catalog.getCatalog()
    return { ok: true, data: presentBusinessHours(settings) }
  })

  router.handle(ROUTES.getTimeSlots, async ({ query }) => {
    const { settings, calendar } = await catalog.getCatalog()
    if (query.service_id === undefined) return { ok: true, data: presentTimeSlots(settings) }
    const service = calendar.services.get(Number(query.service_id))
    if (service === undefined) return { ok: false, refusal: { kind: 'not_found' } }
    return { ok: true, data: presentTimeSlots(settings, service) }
  })

  router.handle(ROUTES.getSettings, async () => {
    const { settings } = await catalog.getCatalog()
    return { ok: true, data: presentSettings(settings) }
  })

  router.handle(ROUTES.getServerDate, async () => {
    const { settings } = await catalog.getCatalog()
    return { ok: true, data: presentServerDate(clock.now(), settings.rules.timeZone) }
  })
}

function presentServerDate(now: Instant, zone: TimeZoneId): ServerDateReply {
  const { date, time, offsetMinutes } = wallClockAt(now, zone)
  const seconds = Math.floor(now / 1000)
  const two = (part: number) => String(part).padStart(2, '0')
  const offset = Math.abs(offsetMinutes)
  return {
    server_date: date,
    server_time: `${time}:${two(seconds % 60)}`,
    server_timestamp: seconds,
    timezone: zone,
    utc_offset: `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(offset / 60))}:${two(offset % 60)}`,
  }
}
