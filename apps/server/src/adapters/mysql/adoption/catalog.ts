import type { BlackoutDate } from '@appointease/domain'
import { initialSettings } from '../../../initialSettings.ts'
import type { BusinessSettings, EmployeeRecord, ServiceRecord } from '../../../ports/catalog.ts'
import { openingHours } from './hours.ts'
import { idOf, type OriginalRow, textOf } from './originalRow.ts'
import { type Original, REPORTED } from './originalTables.ts'
import type { ReportBuilder } from './report.ts'
import { type AdoptedService, adoptService } from './services.ts'
import type { Site } from './site.ts'
import { adoptEmployee, readAvailability, readDates, readTimeOff } from './staff.ts'

export interface AdoptedCatalog {
  readonly settings: BusinessSettings
  readonly services: readonly ServiceRecord[]
  readonly employees: readonly EmployeeRecord[]
}

/** Everything that the owner of the original had set, as far as there is a place for it here. */
export async function adoptCatalog(
  original: Original,
  site: Site,
  report: ReportBuilder,
): Promise<AdoptedCatalog> {
  const services = await adoptServices(original, site.currency, report)
  const employees = await adoptStaff(original, services, report)
  const settings = initialSettings(site.timeZone)
  const windows = services.flatMap(({ windowDays }) => windowDays ?? [])
  const bookingWindowDays = windows.length > 0 ? Math.max(...windows) : settings.rules.bookingWindowDays
  for (const { service, notes, windowDays } of services) {
    const isOwn = windowDays !== undefined && windowDays !== bookingWindowDays
    report.row(REPORTED.services, service.id, isOwn ? [...notes, 'own_window'] : notes)
  }
  const blackoutDates = readBlackouts(await original.all('blackouts'), report)
  const hours = openingHours(employees.map(({ weeklyHours }) => weeklyHours))
  return {
    settings: {
      ...settings,
      businessName: site.name || settings.businessName,
      currency: site.currency,
      rules: { ...settings.rules, bookingWindowDays, blackoutDates },
      openingHours: Object.keys(hours).length > 0 ? hours : settings.openingHours,
    },
    services: services.map(({ service }) => service),
    employees,
  }
}

async function adoptServices(
  original: Original,
  currency: string,
  report: ReportBuilder,
): Promise<readonly AdoptedService[]> {
  const categories = new Map<number, string>()
  for (const row of await original.all('categories')) categories.set(idOf(row), textOf(row, 'name'))
  const services: AdoptedService[] = []
  const used = new Set<number>()
  for (const row of await original.all('services')) {
    used.add(idOf(row, 'category_id'))
    if (idOf(row) === 0) report.row(REPORTED.services, 0, ['unreadable'], 'left')
    else services.push(adoptService(row, categories, currency))
  }
  for (const id of categories.keys()) {
    if (used.has(id)) report.row(REPORTED.categories, id, [])
    else report.row(REPORTED.categories, id, ['left_in_place'], 'left')
  }
  return services
}

async function adoptStaff(
  original: Original,
  services: readonly AdoptedService[],
  report: ReportBuilder,
): Promise<readonly EmployeeRecord[]> {
  const rows = await original.all('staff')
  const ids = new Set(rows.map((row) => idOf(row)).filter((id) => id !== 0))
  const hours = readAvailability(await original.all('availability'), ids, report)
  const absences = readTimeOff(await original.all('timeoff'), ids, report)
  const serviceIds = services.map(({ service }) => service.id)
  const employees: EmployeeRecord[] = []
  for (const row of rows) {
    const id = idOf(row)
    if (id === 0) {
      report.row(REPORTED.staff, 0, ['unreadable'], 'left')
      continue
    }
    const { employee, notes } = adoptEmployee(row, serviceIds, hours.get(id), absences.get(id) ?? [])
    report.row(REPORTED.staff, id, notes)
    employees.push(employee)
  }
  return employees
}

function readBlackouts(rows: readonly OriginalRow[], report: ReportBuilder): readonly BlackoutDate[] {
  return rows.flatMap((row, index) => {
    const place = idOf(row) || index + 1
    const dates = readDates(row)
    if (!dates) {
      report.row(REPORTED.blackouts, place, ['unreadable'], 'left')
      return []
    }
    report.row(REPORTED.blackouts, place, textOf(row, 'reason') === '' ? [] : ['reason_left'])
    return dates
  })
}
