import type { ServiceReply, SettingsReply, StaffMemberReply, TimeSlotsReply } from '@appointease/contract'
import { LOCK_SECONDS, type Service } from '@appointease/domain'
import { decimalAmount } from '../../money.ts'
import type { BusinessSettings, Catalog, EmployeeRecord, ServiceRecord } from '../../ports/catalog.ts'
import { ordinaryStarts } from '../../queries/ordinaryDay.ts'
import { presentBusinessHours } from './presentHours.ts'

/** Only what can be booked is public. */
export function publicServices({ services }: Catalog): readonly ServiceRecord[] {
  return services.filter((service) => service.active)
}

export function publicStaff({ employees }: Catalog): readonly EmployeeRecord[] {
  return employees.filter((employee) => employee.active)
}

export function presentService(service: ServiceRecord, catalog: Catalog): ServiceReply {
  const { currency } = catalog.settings
  return {
    id: service.id,
    name: service.name,
    description: service.description,
    category: service.category === '' ? null : service.category,
    duration: service.durationMinutes,
    price: decimalAmount(service.priceMinor, currency),
    currency,
    buffer_before: service.bufferBeforeMinutes,
    buffer_after: service.bufferAfterMinutes,
    capacity: service.capacity,
    staff: publicStaff(catalog)
      .filter((employee) => employee.serviceIds.includes(service.id))
      .map((employee) => employee.id),
  }
}

/** Without the address and anything else by which a person could be reached. */
export function presentStaffMember(employee: EmployeeRecord, catalog: Catalog): StaffMemberReply {
  const offered = new Set(publicServices(catalog).map((service) => service.id))
  return {
    id: employee.id,
    name: employee.name,
    specialization: employee.specialization,
    bio: employee.bio,
    photo_url: employee.photoUrl === '' ? null : employee.photoUrl,
    services: employee.serviceIds.filter((id) => offered.has(id)),
  }
}

/** Without a service, for something that takes one step of the grid. */
export function presentTimeSlots(settings: BusinessSettings, service?: Service): TimeSlotsReply {
  const step = service?.slotStepMinutes ?? settings.rules.slotStepMinutes
  return { time_slots: [...ordinaryStarts(settings, service)], slot_duration: step }
}

export function presentSettings(settings: BusinessSettings): SettingsReply {
  const { rules } = settings
  const hours = presentBusinessHours(settings)
  return {
    business_name: settings.businessName,
    timezone: rules.timeZone,
    currency: settings.currency,
    locale: settings.locale,
    business_hours: hours,
    working_days: hours.working_days,
    ...presentTimeSlots(settings),
    min_notice_minutes: rules.minimumNoticeMinutes,
    booking_window_days: rules.bookingWindowDays,
    cancel_cutoff_minutes: rules.cancelCutoffMinutes,
    reschedule_cutoff_minutes: rules.rescheduleCutoffMinutes,
    require_email_verification: settings.requireEmailVerification,
    lock_seconds: LOCK_SECONDS,
  }
}

/** How many services and members of the team a list has at first, and a page brings along. */
export const FIRST_PAGE = 100

/** What a page brings along for the app: the replies of the three routes that it would otherwise ask first. */
export interface CatalogOfPage {
  readonly settings: SettingsReply
  readonly services: readonly ServiceReply[]
  readonly staff: readonly StaffMemberReply[]
}

export function presentCatalogOfPage(catalog: Catalog): CatalogOfPage {
  const services = publicServices(catalog).slice(0, FIRST_PAGE)
  const staff = publicStaff(catalog).slice(0, FIRST_PAGE)
  return {
    settings: presentSettings(catalog.settings),
    services: services.map((service) => presentService(service, catalog)),
    staff: staff.map((employee) => presentStaffMember(employee, catalog)),
  }
}
