import { type Employee, type Interval, instantOf } from '@appointease/domain'
import type { Insertable, Selectable } from 'kysely'
import { initialSettings } from '../../initialSettings.ts'
import type { BusinessSettings, Catalog, EmployeeRecord, ServiceRecord } from '../../ports/catalog.ts'
import type { BusyTimeRow, ServiceRow, StaffRow } from './schema.ts'

/** The options that are the catalog's: what the owner has set, and a counter that every save raises. */
export const SETTINGS_OPTION = 'appointease_settings'
export const VERSION_OPTION = 'appointease_catalog_version'
/** Where nothing was ever saved. */
export const NO_VERSION = '0'

export const toServiceRow = (service: Omit<ServiceRecord, 'id'>): Insertable<ServiceRow> => ({
  name: service.name,
  description: service.description,
  category: service.category,
  price_minor: service.priceMinor,
  active: service.active ? 1 : 0,
  duration_minutes: service.durationMinutes,
  buffer_before_minutes: service.bufferBeforeMinutes,
  buffer_after_minutes: service.bufferAfterMinutes,
  capacity: service.capacity,
  slot_step_minutes: service.slotStepMinutes ?? null,
  requires_approval: service.requiresApproval ? 1 : 0,
})

const toService = (row: Selectable<ServiceRow>): ServiceRecord => ({
  id: row.id,
  name: row.name,
  description: row.description,
  category: row.category,
  priceMinor: row.price_minor,
  active: row.active === 1,
  durationMinutes: row.duration_minutes,
  bufferBeforeMinutes: row.buffer_before_minutes,
  bufferAfterMinutes: row.buffer_after_minutes,
  capacity: row.capacity,
  ...(row.slot_step_minutes !== null && { slotStepMinutes: row.slot_step_minutes }),
  requiresApproval: row.requires_approval === 1,
})

export const toStaffRow = (employee: Omit<EmployeeRecord, 'id'>): Insertable<StaffRow> => ({
  name: employee.name,
  specialization: employee.specialization,
  bio: employee.bio,
  photo_url: employee.photoUrl,
  email: employee.email,
  active: employee.active ? 1 : 0,
  priority: employee.priority,
  weekly_hours: JSON.stringify(employee.weeklyHours),
  date_overrides: JSON.stringify(employee.dateOverrides),
  time_off: JSON.stringify(employee.timeOff),
  service_ids: JSON.stringify(employee.serviceIds),
})

const toEmployee = (row: Selectable<StaffRow>): EmployeeRecord => ({
  id: row.id,
  name: row.name,
  specialization: row.specialization,
  bio: row.bio,
  photoUrl: row.photo_url,
  email: row.email,
  active: row.active === 1,
  priority: row.priority,
  weeklyHours: JSON.parse(row.weekly_hours) as EmployeeRecord['weeklyHours'],
  dateOverrides: JSON.parse(row.date_overrides) as EmployeeRecord['dateOverrides'],
  timeOff: JSON.parse(row.time_off) as EmployeeRecord['timeOff'],
  serviceIds: JSON.parse(row.service_ids) as EmployeeRecord['serviceIds'],
})

/** By their employee, in the order of the rows. */
function busyTimesIn(rows: readonly Selectable<BusyTimeRow>[]): ReadonlyMap<number, readonly Interval[]> {
  const busy = new Map<number, Interval[]>()
  for (const { employee_id, starts_at, ends_at } of rows) {
    const interval = { start: instantOf(starts_at), end: instantOf(ends_at) }
    const others = busy.get(employee_id)
    if (others) others.push(interval)
    else busy.set(employee_id, [interval])
  }
  return busy
}

/** `settingsText` is the option's text. The rows are by id. */
export function toCatalog(
  version: string,
  settingsText: string | undefined,
  serviceRows: readonly Selectable<ServiceRow>[],
  staffRows: readonly Selectable<StaffRow>[],
  busyRows: readonly Selectable<BusyTimeRow>[],
): Catalog {
  // Over the initial ones: what an earlier version saved lacks what has come since.
  const settings: BusinessSettings = {
    ...initialSettings(),
    ...(settingsText !== undefined && (JSON.parse(settingsText) as Partial<BusinessSettings>)),
  }
  const services = serviceRows.map(toService)
  const employees = staffRows.map(toEmployee)
  const busyTimes = busyTimesIn(busyRows)
  /** What a outside calendar is full with is no part of the record: it is not saved with it. */
  const withBusyTimes = (employee: EmployeeRecord): Employee => {
    const busy = busyTimes.get(employee.id)
    return busy ? { ...employee, busyTimes: busy } : employee
  }
  return {
    version,
    settings,
    services,
    employees,
    calendar: {
      rules: settings.rules,
      services: new Map(services.filter(({ active }) => active).map((service) => [service.id, service])),
      employees: new Map(
        employees.filter(({ active }) => active).map((employee) => [employee.id, withBusyTimes(employee)]),
      ),
    },
  }
}
