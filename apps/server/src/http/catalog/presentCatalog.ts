import type { ServiceReply, StaffMemberReply } from '@appointease/contract'
import type { Catalog, EmployeeRecord, ServiceRecord } from '../../ports/catalog.ts'
import { decimalAmount } from './money.ts'

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
