import { dayInterval, type Instant, type Slot, wallClockAt } from '@appointease/domain'
import type { Catalog } from '../ports/catalog.ts'
import type { StorageTransaction } from '../ports/storage.ts'

/** What the owner's rule for "anybody" looks at. Appointments count for the date on which they start. */
export async function assignmentHistory(
  tx: StorageTransaction,
  catalog: Catalog,
  candidates: readonly Slot[],
  start: Instant,
) {
  const zone = catalog.settings.rules.timeZone
  const { date } = wallClockAt(start, zone)
  const ids = candidates.map((slot) => slot.employeeId)
  const priorities = new Map(catalog.employees.map((employee) => [employee.id, employee.priority]))
  const appointmentsThatDay = new Map<number, number>()
  for (const occupation of await tx.appointments.listOccupations(ids, dayInterval(date, zone))) {
    if (wallClockAt(occupation.slot.start, zone).date !== date) continue
    appointmentsThatDay.set(occupation.employeeId, (appointmentsThatDay.get(occupation.employeeId) ?? 0) + 1)
  }
  const [first] = candidates
  const last = first && (await tx.appointments.findLastAssignedEmployee(first.serviceId))
  return { appointmentsThatDay, priorities, ...(last !== undefined && { lastAssignedEmployeeId: last }) }
}
